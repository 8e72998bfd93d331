import type { z } from 'zod';

const schemas = new Map<string, z.ZodType>();

/**
 * Declares an event with what its payload must be. Whoever reads the outbox asks before it counts: a payload that does not fit is put
 * aside instead of becoming a wrong figure.
 * @returns the type
 */
export function eventType<Payload extends object>(type: string, payload: z.ZodType<Payload>): string {
  schemas.set(type, payload);
  return type;
}

/** What is wrong with a payload, in words without its values; nothing when it fits. */
export function misfit({ type, payload }: { readonly type: string; readonly payload: object }): string | undefined {
  const schema = schemas.get(type);
  if (!schema) return 'no contract declares this type';
  const { error } = schema.safeParse(payload);
  return error?.issues
    .map(({ path, code }) => `${path.join('.') || 'payload'}: ${code}`)
    .slice(0, 3)
    .join(', ');
}
