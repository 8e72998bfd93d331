import { encodeCursor } from '../src/platform/http/page.js';
import { newId } from '../src/platform/kernel/ids.js';

/** The part of JSON Schema that the contract uses. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly maxLength?: number;
  readonly maximum?: number;
  readonly minimum?: number;
}

/** The same sequence for the same seed (mulberry32). */
export function seeded(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return (choices) => choices[Math.floor(next() * choices.length)]!;
}

const ID = '01900000-0000-7000-8000-00000000d001';
const NUL_ID = '00000000-0000-0000-0000-000000000000';

/** Days and instants that neither PostgreSQL nor we reckon with; none of them is ever accepted. */
export const IMPOSSIBLE_DATES = [
  '0000-01-01',
  '0000-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
  '1849-12-31',
  '2200-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31',
  '-000001-01-01T00:00:00Z',
  '+275761-01-01T00:00:00Z',
  '2021-02-29',
  '2021-02-30T00:00:00Z',
  '2026-11-25T24:00:00Z',
  '2026-11-25T23:59:60Z',
  'infinity',
  'now',
  'epoch',
];

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b\ufeff',
  '张三',
  '𠀀'.repeat(30),
  'e\u0301'.repeat(40),
  '👩‍👩‍👧‍👦',
  'x'.repeat(5000),
  "'; DROP TABLE x; --",
  '%00',
  '%',
  '..',
  '../../etc/passwd',
  '-1',
  '1e400',
  '99999999999999999999',
  'NaN',
  'true',
  'null',
  '[]',
  '{}',
  '\\',
  '"',
  ID,
  ID.toUpperCase(),
  NUL_ID,
  newId(),
  'BM1:',
  '１３８００００００００１',
  '13800000001',
  '__proto__',
  'constructor',
];

const deep = (levels: number): unknown =>
  levels === 0 ? 1 : levels % 2 ? [deep(levels - 1)] : { a: deep(levels - 1) };

const OTHERS: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  -1e-308,
  [],
  {},
  [null],
  ['a', 'b'],
  { a: 1 },
  deep(12),
  deep(15),
  { presentation: '\u0000' },
  { presentation: 'BM1:%%%' },
  { digits: '1'.repeat(16) },
  { length: 3 },
  { toString: 1 },
];

/** What a list might be asked to go on at. */
export const CURSORS = [
  ...['0000-01-01T00:00:00Z', '2026-11-25T08:00:00Z', '9999-12-31T00:00:00Z', 'infinity', ''].map((at) =>
    encodeCursor([at, ID]),
  ),
  ...[
    [],
    [ID],
    [NUL_ID],
    ['x'],
    [0],
    [-1],
    [1e308],
    [2 ** 31],
    ['fj..fz'],
    ['fj.fz'],
    ['\u0000'],
    ['x'.repeat(600)],
    [ID, '2026-11-25T08:00:00Z'],
  ].map((place) => encodeCursor(place)),
  'AAAA',
  '!!!!',
  'W10',
  Buffer.from('{"0":1,"length":1}').toString('base64url'),
  Buffer.from('null').toString('base64url'),
  'A'.repeat(1000),
  'A'.repeat(1001),
];

/** Texts for a place in an address, among them the edges of what its schema takes. */
export function textsFor({ maxLength, maximum, minimum, format, enum: choices }: Schema): string[] {
  const edges = [
    ...(maxLength ? ['x'.repeat(maxLength), '𠀀'.repeat(Math.floor(maxLength / 2)), 'x'.repeat(maxLength + 1)] : []),
    ...[minimum, maximum].flatMap((bound) =>
      bound === undefined ? [] : [bound - 1, bound, bound + 1, bound + 0.5].map(String),
    ),
    ...(choices ? choices.map(String) : []),
  ];
  return [
    ...TEXTS,
    ...edges,
    ...(format?.startsWith('date') ? ['2026-11-25', '2026-11-25T08:00:00.000Z', '1850-01-01'] : []),
  ];
}

/** The least that fits the schema, roughly, so that a single wrong field gets as far as it can. */
export function plausible(schema: Schema, known: Record<string, unknown>): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return plausible(schema.anyOf[0]!, known);
  if (schema.properties) {
    const needed = Object.entries(schema.properties).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(
      needed.map(([name, inner]) => [name, name in known ? known[name] : plausible(inner, known)]),
    );
  }
  if (schema.format === 'uuid') return newId();
  if (schema.format === 'date-time') return new Date().toISOString();
  if (schema.type === 'array') return [];
  return { string: '13800000009', number: 1, integer: 1, boolean: true }[schema.type ?? 'string'];
}

/** The plausible body with each field, also the inner ones, replaced by each kind of rubbish, left out, or doubled; `dates` are those that must be refused. */
export function* spoiled(
  schema: Schema,
  known: Record<string, unknown>,
): Iterable<{ body: unknown; impossible: boolean }> {
  const whole = plausible(schema, known) as Record<string, unknown>;
  yield { body: whole, impossible: false };
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const { [name]: _, ...without } = whole;
    yield { body: without, impossible: false };
    yield { body: { ...whole, [`${name}2`]: 1, ['__proto__x']: 1 }, impossible: false };
    for (const value of [...textsFor(inner), ...OTHERS]) yield { body: { ...whole, [name]: value }, impossible: false };
    for (const value of IMPOSSIBLE_DATES)
      yield { body: { ...whole, [name]: value }, impossible: inner.format?.startsWith('date') ?? false };
    if (inner.type === 'number' || inner.type === 'integer') {
      for (const edge of [inner.minimum, inner.maximum])
        if (edge !== undefined)
          for (const by of [-1, -1e-9, 0, 1e-9, 1]) yield { body: { ...whole, [name]: edge + by }, impossible: false };
    }
    if (inner.properties)
      for (const { body, impossible } of spoiled(inner, known)) yield { body: { ...whole, [name]: body }, impossible };
  }
}

/** Bodies as they come over the wire, with the type they claim to be of. */
export const RAW_BODIES: readonly { type: string; body: string | Buffer }[] = [
  ...[
    '',
    ' ',
    '[]',
    'null',
    '0',
    '"text"',
    '{',
    '{"id":1,"id":2}',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"a":1}}}',
    '\ufeff{}',
    '{"a":1e400}',
    '{"a":NaN}',
    "{'a':1}",
    '{}{}',
    '\u0000',
    JSON.stringify(deep(16)),
    JSON.stringify(deep(17)),
    '['.repeat(60_000),
    '{"a":'.repeat(10_000),
    `["${'\\'.repeat(50_000)}`,
    ' '.repeat(66_000),
    `{"a":"${'x'.repeat(66_000)}"}`,
    `{${Array.from({ length: 5000 }, (_, at) => `"a${at}":1`).join(',')}}`,
  ].map((body) => ({ type: 'application/json', body })),
  { type: 'application/json', body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
  ...[
    'application/json; charset=utf-16',
    'application/json;;;',
    'application/problem+json',
    'text/plain',
    'text/xml',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application',
    '*/*',
    '',
    '\u00e4',
    'x'.repeat(3000),
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=b',
    `multipart/form-data; boundary=${'b'.repeat(71)}`,
    'multipart/mixed; boundary=b',
    'Multipart/Form-Data; Boundary="b c"',
  ].map((type) => ({ type, body: '{"id":"x"}' })),
];

const part = (head: string, content: string) => `--b\r\n${head}\r\n\r\n${content}\r\n`;
const file = (name: string, content = 'a,b\r\n1,2\r\n') =>
  part(`content-disposition: form-data; name="file"; filename="${name}"`, content);

/** Forms with files in them, whole and broken. */
export const FORMS: readonly string[] = [
  '',
  '--b--\r\n',
  'rubbish',
  `${file('a.csv')}--b--\r\n`,
  file('a.csv'),
  `${file('')}--b--\r\n`,
  `${file('x'.repeat(5000))}--b--\r\n`,
  `${file('\u0000.csv')}--b--\r\n`,
  `${file('../../etc/passwd')}--b--\r\n`,
  `${file('a.csv')}${file('b.csv')}--b--\r\n`,
  `${file('a.csv', '')}--b--\r\n`,
  `${file('a.csv', '\u0000'.repeat(1000))}--b--\r\n`,
  `${file('a.csv', '"'.repeat(5000))}--b--\r\n`,
  `${file('a.csv', 'x'.repeat(100_000))}--b--\r\n`,
  `${file('a.csv', '0000-01-01,\ud800')}--b--\r\n`,
  `${part('content-disposition: form-data; name="__proto__"', 'x')}--b--\r\n`,
  `${part('content-disposition: form-data; name="file"', 'no file')}--b--\r\n`,
  `${part('content-type: text/csv', 'nameless')}--b--\r\n`,
  `${part('x'.repeat(100_000), '')}--b--\r\n`,
  `${part('content-disposition: form-data; name="a"', 'x').repeat(200)}--b--\r\n`,
  '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"',
];
