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
  const content = schema && {
    schema: z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any', target: 'openapi-3.0' }) as object,
  };
  return applyDecorators(
    HttpCode(status),
    SetMetadata(KEY, schema),
    ApiResponse({ status, description: '', ...(content as { schema: object } | undefined) }),
  );
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
