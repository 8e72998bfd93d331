import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { setImmediate as breath } from 'node:timers/promises';
import { RoutePolicies } from '../src/platform/authorization/route-policies.js';
import { errorDefinitions } from '../src/platform/kernel/domain-error.js';
import { newId } from '../src/platform/kernel/ids.js';
import { DONGJIEKOU, Phone } from './checkpoint/at-the-checkpoint.js';
import { CURSORS, FORMS, IMPOSSIBLE_DATES, RAW_BODIES, type Schema, seeded, spoiled, textsFor } from './rubbish.js';
import { DEMO_PASSWORD, World } from './world.js';

/** One of each kind of person who can be signed in, and nobody. */
const PEOPLE = {
  'a resident': ['personal', '13800000001'],
  'a resident whose face was not looked at': ['personal', '13800000003'],
  'a scanner': ['organization', '13900000004'],
  'an administrator of a unit': ['organization', '13900000002'],
  'an operator of an authority': ['organization', '13900000001'],
  'an operator of the platform': ['organization', '13900000009'],
} as const;
const SHIFT = newId();
const SCAN = newId();
/** Things that exist, so that one wrong field is the only wrong one. */
const KNOWN = {
  shiftId: SHIFT,
  scanPointId: DONGJIEKOU,
  areaKey: '350102',
  mobile: '13800000077',
  number: '350102198808069010',
  agreement: true,
};
const PLACES = [
  ...['%', '%E0%A4%A', '%00', '%2e%2e', '..%2f..', 'x'.repeat(201), '%F0%9F', 'a%20b', '%5Cu0000'],
  ...textsFor({}).map((text) => encodeURIComponent(text.toWellFormed())),
];
const SEED = Number(process.env['BAMIN_FUZZ_SEED'] ?? 20_200_211);
/** Those who may go through a door take turns; every eighth case is somebody else's. */
const TO_STRANGERS = 8;
/** What takes away what others need comes last. */
const LAST = ['POST /api/shifts', 'DELETE /api/shift', 'DELETE /api/code/devices/{id}'];

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly queries: readonly { name: string; schema: Schema }[];
  readonly body: Schema | undefined;
}
interface Case {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer;
  /** A date in it is none: nobody may get through with it. */
  readonly impossible?: boolean;
}

const named = ({ method, path }: Pick<Operation, 'method' | 'path'>) => `${method} ${path}`;

describe('Whatever is sent in', () => {
  let world: World;
  let operations: Operation[];
  let known: Record<string, unknown>;
  let turns = 0;
  /** What fields were told, in each language. */
  const told = { 'zh-CN': new Set<string>(), en: new Set<string>() };
  const cookies = new Map<string, string | undefined>([['nobody', undefined]]);

  beforeAll(async () => {
    world = await World.start({ demo: true });
    operations = operationsOf((await world.app.inject('/api/openapi.json')).json()).sort(
      (a, b) => LAST.indexOf(named(a)) - LAST.indexOf(named(b)),
    );
    for (const [who, [door, login]] of Object.entries(PEOPLE))
      cookies.set(who, await cookieOf(door, login, DEMO_PASSWORD));
    cookies.set('somebody with a one-time password', await newcomer());
    const scanner = cookies.get('a scanner');
    await post('/api/shifts', scanner, { id: SHIFT, scanPointId: DONGJIEKOU });
    const shown = await (await Phone.of(world, PEOPLE['a resident'][1])).presentation();
    const scan = await post('/api/scans', scanner, {
      id: SCAN,
      shiftId: SHIFT,
      shown,
      scannedAt: new Date().toISOString(),
    });
    if (scan.json().outcome !== 'read') throw new Error(`The scan was not read: ${scan.body}`);
    known = { ...KNOWN, shown };
    cookies.set('somebody with a made-up session', 'bamin_session=%00%ff; bamin_session="x');
  });
  afterAll(() => world?.stop());

  async function cookieOf(door: string, login: string, password: string): Promise<string> {
    const answer = await post('/api/sessions', undefined, { door, login, password });
    return `bamin_session=${answer.cookies.find(({ name }) => name === 'bamin_session')!.value}`;
  }

  async function newcomer(): Promise<string> {
    const administrator = cookies.get('an administrator of a unit');
    const id = newId();
    await post('/api/sub-accounts', administrator, { id, mobile: '13900000077', name: '何新' });
    await world.settle();
    const { oneTimePassword } = (await post(`/api/accounts/${id}/one-time-password`, administrator, {})).json();
    return cookieOf('organization', '13900000077', oneTimePassword);
  }

  const post = (url: string, cookie: string | undefined, payload: object) =>
    world.app.inject({
      method: 'POST',
      url,
      headers: { 'x-requested-with': 'bamin', ...(cookie ? { cookie } : {}) },
      payload,
    });

  /** Who gets past the door of a route: the others never reach its schemas. */
  async function admitted({ method, path }: Operation): Promise<string[]> {
    const insiders: string[] = [];
    for (const [who, cookie] of cookies) {
      const answer = await world.app.inject({
        method: method as 'GET',
        url: path.replaceAll(/\{\w+\}/g, 'x'),
        headers: { 'x-requested-with': 'bamin', ...(cookie ? { cookie } : {}) },
      });
      if (![401, 403].includes(answer.statusCode)) insiders.push(who);
    }
    return insiders;
  }

  async function complaint(
    { method, url, headers = {}, payload, impossible }: Case,
    who: string,
  ): Promise<string | undefined> {
    const cookie = cookies.get(who);
    const language = (turns++ % 2 ? 'en' : 'zh-CN') as Language;
    const all = { 'x-requested-with': 'bamin', 'accept-language': language, ...(cookie ? { cookie } : {}), ...headers };
    await breath(); // Requests that need no database come one after the other without one, and the process would seem overloaded.
    const answer = await world.app.inject({
      method: method as 'GET',
      url,
      headers: all,
      ...(payload === undefined ? {} : { payload }),
    });
    const reason = wrongWith(answer, impossible ?? false) ?? wrongWords(answer, language, told);
    return (
      reason &&
      `${reason}: ${method} ${url.slice(0, 120)} ${JSON.stringify(headers).slice(0, 120)} ${payload?.toString().slice(0, 200) ?? ''} as ${who}`
    );
  }

  it('is answered by a result or by a problem that is known, never by a failure of ours', async () => {
    const choose = seeded(SEED);
    const failures: string[] = [];
    let sent = 0;
    for (const operation of operations) {
      if (named(operation) === 'DELETE /api/session') continue; // Would sign everybody out.
      const insiders = await admitted(operation);
      const everybody = [...cookies.keys()];
      let turn = 0;
      for (const request of casesOf(operation, known)) {
        const who = insiders.length > 0 ? [insiders[turn++ % insiders.length]!] : [];
        if (turn % TO_STRANGERS === 1 || who.length === 0) who.push(choose(everybody));
        for (const one of new Set(who))
          failures.push(...[await complaint(request, one)].filter((it) => it !== undefined));
        sent += who.length;
      }
    }
    expect(sent).toBeGreaterThan(3000);
    expect(failures).toEqual([]);
    expect([...told.en].sort()).toEqual([...told['zh-CN']].sort());
    expect([...told.en].sort()).toEqual(
      errorDefinitions()
        .map(({ code }) => code)
        .filter((code) => code.startsWith('FIELD.') && !UNREACHED.includes(code)),
    );
  }, 180_000);

  it('is taken by every route of the contract, and only those', () => {
    const routes = world.app
      .get(RoutePolicies)
      .all()
      .map(({ route }) => route.replaceAll(/:(\w+)/g, '{$1}'));
    expect(operations.map(({ method, path }) => `${method} ${path.replace(/^\/api(?=\/)/, '')}`).sort()).toEqual(
      routes.sort(),
    );
  });
});

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(
      item as Record<
        string,
        {
          parameters?: { name: string; in: string; schema: Schema }[];
          requestBody?: { content: Record<string, { schema: Schema }> };
        }
      >,
    ).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      queries: parameters.filter((it) => it.in === 'query'),
      body: requestBody?.content['application/json']?.schema,
    })),
  );
}

function* casesOf({ method, path, queries, body }: Operation, known: Record<string, unknown>): Iterable<Case> {
  const at = (place: string) => path.replaceAll(/\{\w+\}/g, place);
  const url = at(path.includes('{feed}') ? 'outpatient-records' : path.startsWith('/api/scan') ? SCAN : newId());
  if (path.includes('{'))
    for (const place of PLACES)
      yield { method, url: at(place), payload: '{}', headers: { 'content-type': 'application/json' } };
  yield { method, url: `${url}/` };
  yield { method: 'PATCH', url };
  yield { method, url: `${url}?${'a'.repeat(20_000)}=1` };
  yield { method, url: `${url}?a[b]=1&__proto__=2&%00=%00&%E0%A4%A=%` };
  for (const { name, schema } of queries) {
    const texts = name === 'cursor' ? [...textsFor(schema), ...CURSORS] : textsFor(schema);
    for (const text of texts) yield { method, url: `${url}?${name}=${encodeURIComponent(text.toWellFormed())}` };
    for (const text of IMPOSSIBLE_DATES)
      yield {
        method,
        url: `${url}?${name}=${encodeURIComponent(text)}`,
        impossible: schema.format?.startsWith('date') ?? false,
      };
    yield { method, url: `${url}?${name}=1&${name}=2` };
    yield { method, url: `${url}?${name}[]=1&${name}=%` };
  }
  if (method === 'GET') return;
  for (const form of FORMS)
    yield { method, url, payload: form, headers: { 'content-type': 'multipart/form-data; boundary=b' } };
  for (const { type, body: payload } of RAW_BODIES) yield { method, url, payload, headers: { 'content-type': type } };
  if (!body) return;
  for (const { body: payload, impossible } of spoiled(body, known))
    yield {
      method,
      url,
      payload: JSON.stringify(payload),
      headers: { 'content-type': 'application/json' },
      impossible,
    };
}

type Language = 'zh-CN' | 'en';
/** What no schema of a request can say today. */
const UNREACHED = ['FIELD.TOO_SHORT'];
/** `Too small: expected number to be >=1` is for developers. */
const OF_THE_SCHEMA = /invalid|expected|received|unrecognized|\bto be [<>]/i;

/** Everything that is refused is told in the language that was asked for, field by field, each with the stable code of its kind. */
function wrongWords(answer: Response, language: Language, told: Record<Language, Set<string>>): string | undefined {
  if (answer.statusCode < 400) return undefined;
  const { title, errors = [] } = answer.json() as {
    title: string;
    errors?: { path: string; message: string; code: string }[];
  };
  const isForeign = (words: string) =>
    language === 'en'
      ? /\p{Script=Han}/u.test(words)
      : !/\p{Script=Han}/u.test(words) || /[a-z]{2,} [a-z]{2,}/i.test(words);
  if (isForeign(title)) return `"${title}" is not ${language}`;
  for (const { path, message, code } of errors) {
    if (!path || !code?.startsWith('FIELD.') || !statusOf.has(code))
      return `${path || 'a field without a name'}: ${code}`;
    if (isForeign(message) || OF_THE_SCHEMA.test(message) || /[{}]|undefined|NaN/.test(message))
      return `${path}: "${message}" is not for ${language}`;
    told[language].add(code);
  }
  return undefined;
}

type Response = Awaited<ReturnType<World['app']['inject']>>;
const statusOf = new Map(errorDefinitions().map(({ code, kind }) => [code, kind]));

function wrongWith(answer: Response, impossible: boolean): string | undefined {
  const { statusCode, headers, body } = answer;
  if (statusCode >= 500) return `${statusCode} ${body.slice(0, 100)}`;
  if (statusCode < 400) return impossible ? 'an impossible date was taken' : undefined;
  if (!String(headers['content-type']).startsWith('application/problem+json')) return `${statusCode} is no problem`;
  const { status, code, correlationId } = answer.json();
  if (status !== statusCode || !statusOf.has(code) || !correlationId)
    return `${statusCode} ${code} is not a known problem`;
  if (statusCode === 429 && !headers['retry-after']) return '429 without a time';
  return undefined;
}
