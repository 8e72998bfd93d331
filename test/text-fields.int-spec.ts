import { describe, expect, it } from '@jest/globals';
import { World } from './world.js';

interface Schema {
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: unknown[];
  readonly description?: string;
}
type Operation = {
  requestBody?: { content: Record<string, { schema: Schema }> };
  parameters?: { name: string; in: string; schema: Schema }[];
};

/** What is compared, hashed or decoded and never shown, and numbers that their own rules read. */
const NEVER_SHOWN =
  /^(password|current|next|code|login|cursor|shown\.presentation|document\.number|document\.country)$/;

/** Bounded by form, or made of the pieces of `platform/http/fields.ts`, which say so. */
const bounded = ({ format, pattern, enum: choice, description }: Schema) =>
  Boolean(format ?? pattern ?? choice) || description === 'Without characters that cannot be seen.';

function* stringsIn(schema: Schema, path = ''): Generator<[string, Schema]> {
  if (schema.type === 'string') yield [path, schema];
  for (const part of schema.anyOf ?? []) yield* stringsIn(part, path);
  if (schema.items) yield* stringsIn(schema.items, path);
  for (const [name, part] of Object.entries(schema.properties ?? {}))
    yield* stringsIn(part, path ? `${path}.${name}` : name);
}

describe('A text field of any route', () => {
  it('takes no characters that cannot be seen', async () => {
    const world = await World.start({ pump: false });
    try {
      const { body } = await world.browser().get('/openapi.json');
      const paths = body['paths'] as unknown as Record<string, Record<string, Operation>>;
      const open: string[] = [];
      let seen = 0;
      for (const [path, operations] of Object.entries(paths)) {
        for (const [verb, { requestBody, parameters = [] }] of Object.entries(operations)) {
          const body = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => [...stringsIn(schema)]);
          const query = parameters.flatMap(({ name, schema }) => [...stringsIn(schema, name)]);
          seen += body.length + query.length;
          open.push(
            ...[...body, ...query]
              .filter(([field, schema]) => !bounded(schema) && !NEVER_SHOWN.test(field))
              .map(([field]) => `${verb} ${path}: ${field}`),
          );
        }
      }
      expect(open).toEqual([]);
      expect(seen).toBeGreaterThan(40);
    } finally {
      await world.stop();
    }
  }, 120_000);
});
