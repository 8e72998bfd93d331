import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { fieldProblems } from './faults.js';
import { MalformedRequest } from './problem-filter.js';

/** Reads what comes in by the schema of its parameter, and says in words which field of it does not fit. */
@Injectable()
export class CheckedBySchema extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema, type, data } = metadata;
    if (!schema || !this.toValidate(metadata)) return value;
    this.stripProtoKeys(value);
    const result = await this.validate<T>(value, schema);
    if (!result.issues) return result.value;
    throw new MalformedRequest(
      fieldProblems(result.issues as readonly z.core.$ZodIssue[], value, {
        name: data ?? type,
        inPath: data !== undefined,
      }),
    );
  }
}
