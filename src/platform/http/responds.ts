import {
  applyDecorators,
  HttpCode,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiResponse } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { type ZodType, z } from 'zod';

const KEY = 'bamin:responds';

/** Declares the answer of a route: its status, its schema in the OpenAPI document, and what may leave (nothing else does). */
export function Responds(status: number, schema?: ZodType) {
  const content = schema && { schema: toOpenApi(schema) };
  return applyDecorators(
    HttpCode(status),
    SetMetadata(KEY, schema),
    ApiResponse({ status, description: '', ...(content as { schema: object } | undefined) }),
  );
}

/** Shapes that have a name (`.meta({ id })`), which the document holds once. */
export const namedShapes = new Map<string, object>();

interface JsonSchema {
  readonly $defs?: Readonly<Record<string, object>>;
  readonly definitions?: Readonly<Record<string, object>>;
}

function toOpenApi(schema: ZodType): object {
  const made = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any', target: 'openapi-3.0' });
  const pointed = JSON.stringify(made).replaceAll(/"#\/(\$defs|definitions)\//g, '"#/components/schemas/');
  const { $defs, definitions, ...whole } = JSON.parse(pointed) as JsonSchema;
  for (const [name, shape] of Object.entries({ ...$defs, ...definitions })) namedShapes.set(name, shape);
  return whole;
}

/** Lets only declared fields out. */
@Injectable()
export class DeclaredResponse implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = this.reflector.get<ZodType | undefined>(KEY, context.getHandler());
    return schema ? next.handle().pipe(map((body) => (body === undefined ? body : schema.parse(body)))) : next.handle();
  }
}
