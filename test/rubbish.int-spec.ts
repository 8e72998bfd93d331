import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { newId } from '../src/platform/kernel/ids.js';
import { type Browser, World } from './world.js';

/** One of each kind of person who can be signed in. */
const PEOPLE = [
  ['13800000001', 'personal'],
  ['13900000004', 'organization'],
  ['13900000002', 'organization'],
  ['13900000001', 'organization'],
  ['13900000009', 'organization'],
] as const;

const TEXTS = ['', '\u0000', 'x'.repeat(5000), '%00', "'; DROP TABLE", '2021-02-29', '99999999999999999999', '1e400', '-1', '张三', '\ud800', newId(), 'BM1:'];
const VALUES: unknown[] = [...TEXTS, null, true, 0, -1, 1e308, 4294967296, [], {}, [null], { presentation: '\u0000' }, { digits: '1'.repeat(16) }];
const BODIES: unknown[] = ['', '[]', 'null', '"text"', '{', '{"id":1,"id":2}'];

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Record<string, Schema>;
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
}

/** Something that fits the schema roughly, so that a single wrong field gets as far as it can. */
function plausible(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return plausible(schema.anyOf[0]!);
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, plausible(inner)]));
  if (schema.format === 'uuid') return newId();
  if (schema.format === 'date-time') return new Date().toISOString();
  return { string: '13800000009', number: 1, integer: 1, boolean: true, array: [] }[schema.type ?? 'string'];
}

/** The plausible body with each field, also the inner ones, replaced by each value. */
function spoiled(schema: Schema): unknown[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const whole = plausible(schema) as Record<string, unknown>;
    return [...VALUES, ...spoiled(inner)].map((value) => ({ ...whole, [name]: value }));
  });
}

describe('Whatever is sent in', () => {
  let world: World;
  let document: OpenAPIObject;
  const browsers: Browser[] = [];

  beforeAll(async () => {
    world = await World.start({ demo: true });
    document = (await world.app.inject('/api/openapi.json')).json();
    for (const [login, door] of PEOPLE) browsers.push(await world.signedIn(login, door));
  });
  afterAll(() => world?.stop());

  function* requests(): Iterable<{ method: string; url: string; body?: unknown }> {
    for (const [path, operations] of Object.entries(document.paths)) {
      if (!path.startsWith('/api/')) continue;
      for (const [method, operation] of Object.entries(operations as Record<string, { parameters?: { name: string; in: string }[]; requestBody?: unknown }>)) {
        if (`${method} ${path}` === 'delete /api/session') continue; // Would sign us out.
        const places = path.includes('{') ? TEXTS.map((text) => path.replaceAll(/\{\w+\}/g, encodeURIComponent(text.toWellFormed()))) : [path];
        for (const url of places) yield { method, url };
        const queries = operation.parameters?.filter((it) => it.in === 'query') ?? [];
        for (const { name } of queries) for (const text of TEXTS) yield { method, url: `${path}?${name}=${encodeURIComponent(text.toWellFormed())}` };
        if (!operation.requestBody) continue;
        const { schema } = (operation.requestBody as { content: Record<string, { schema: Schema }> }).content['application/json']!;
        const url = path.replaceAll(/\{\w+\}/g, newId());
        for (const body of [...BODIES, ...spoiled(schema)]) yield { method, url, body };
      }
    }
  }

  it('is answered, and never by a failure of ours', async () => {
    const failures = new Set<string>();
    let sent = 0;
    for (const { method, url, body } of requests()) {
      for (const [at, browser] of browsers.entries()) {
        const answer = await browser.raw(method as 'get', url, typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
        sent++;
        if (answer.status >= 500) failures.add(`${answer.status} ${method} ${url.slice(0, 80)} ${JSON.stringify(body)?.slice(0, 200) ?? ''} as ${PEOPLE[at]![0]}`);
      }
    }
    expect(sent).toBeGreaterThan(1000);
    expect([...failures]).toEqual([]);
  }, 240_000);
});
