import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoutePolicies } from '../../src/platform/authorization/route-policies.js';
import { PlatformWorld } from './platform-world.js';
import { DoorAbilities, DoorsController } from './sample-controllers.js';

const ID = '01900000-0000-7000-8000-00000000d001';
const CODES: Readonly<Record<number, string>> = {
  400: 'REQUEST.MALFORMED',
  413: 'REQUEST.TOO_LARGE',
  415: 'REQUEST.UNSUPPORTED_MEDIA',
};

describe('HTTP', () => {
  let world: PlatformWorld;
  const send = (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object | string,
    headers: Record<string, string> = {},
  ) =>
    world.app.inject({
      method,
      url,
      headers: { 'x-requested-with': 'bamin', ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  const asScanner = { cookie: 'bamin_session=scanner' };
  const json = { 'content-type': 'application/json' };

  beforeAll(async () => {
    const web = await mkdtemp(join(tmpdir(), 'bamin-web-'));
    await writeFile(join(web, 'index.html'), '<!doctype html><title>八闽健康码</title>');
    await writeFile(join(web, 'main-ABCD1234.js'), `export const text = '${'x'.repeat(5000)}';`);
    world = await PlatformWorld.start({
      providers: [DoorAbilities],
      controllers: [DoorsController],
      environment: { BAMIN_WEB_ROOT: web, BAMIN_UPLOAD_LIMIT_BYTES: '2000' },
      principals: { scanner: {}, resident: { role: 'resident' }, fresh: { mustChangePassword: true } },
    });
  });
  afterAll(() => world.stop());

  describe('policies', () => {
    it('finds the route that nobody decided on', () => {
      const routes = world.get(RoutePolicies).all();
      expect(routes.filter(({ policy }) => policy === undefined).map(({ route }) => route)).toEqual([
        'DELETE /doors/:id',
      ]);
      expect(routes).toContainEqual({
        route: 'POST /doors',
        handler: 'DoorsController.hang',
        policy: { action: 'propose', subject: 'ScanPoint' },
        beforePasswordChange: false,
        takes: undefined,
      });
    });

    it.each([
      ['nobody', {}, 401, 'SESSION.REQUIRED'],
      ['an unknown session', { cookie: 'bamin_session=guess' }, 401, 'SESSION.REQUIRED'],
      ['another role', { cookie: 'bamin_session=resident' }, 403, 'REQUEST.NOT_ALLOWED'],
      ['somebody with a one-time password', { cookie: 'bamin_session=fresh' }, 403, 'ACCOUNT.PASSWORD_CHANGE_REQUIRED'],
      ['a page of another site', { ...asScanner, 'x-requested-with': 'XMLHttpRequest' }, 403, 'REQUEST.CSRF'],
    ])('refuses %s', async (_, headers, status, code) => {
      const answer = await send('POST', '/api/doors', { id: ID, height: 200 }, headers as Record<string, string>);
      expect(answer.statusCode).toBe(status);
      expect(answer.json()).toMatchObject({ status, code });
    });

    it('keeps a route without a policy closed, also to who may do everything else', async () => {
      expect((await send('DELETE', `/api/doors/${ID}`, undefined, asScanner)).statusCode).toBe(403);
    });

    it('lets somebody with a one-time password do what leads out of it', async () => {
      expect((await send('GET', '/api/doors/mine', undefined, { cookie: 'bamin_session=fresh' })).json()).toEqual({
        role: 'scanner',
      });
    });
  });

  describe('what comes in', () => {
    it.each([
      ['an empty body', '', json, 400, 'REQUEST.MALFORMED'],
      ['broken JSON', '{"id":', json, 400, 'REQUEST.MALFORMED'],
      ['a prototype in disguise', '{"__proto__":{"a":1}}', json, 400, 'REQUEST.MALFORMED'],
      ['a number that is text', JSON.stringify({ id: ID, height: 'tall' }), json, 400, 'REQUEST.MALFORMED'],
      ['an array', '[]', json, 400, 'REQUEST.MALFORMED'],
      ['XML', '<door/>', { 'content-type': 'text/xml' }, 415, 'REQUEST.UNSUPPORTED_MEDIA'],
      ['a flood', JSON.stringify({ id: 'x'.repeat(5 * 1024 * 1024) }), json, 413, 'REQUEST.TOO_LARGE'],
      ['what a rule refuses', JSON.stringify({ id: ID, height: 260 }), json, 422, 'SAMPLE.TOO_TALL'],
    ])('answers %s with its code', async (_, payload, headers, status, code) => {
      const answer = await send('POST', '/api/doors', payload as string, {
        ...asScanner,
        ...(headers as Record<string, string>),
      });
      expect(answer.json()).toMatchObject({ status, code, correlationId: expect.any(String) });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    });

    it('names the fields that do not fit and never repeats a value', async () => {
      const answer = await send('POST', '/api/doors', { id: 'secret-350102199001011234', height: 1000 }, asScanner);
      expect(answer.json().errors.map(({ path }: { path: string }) => path)).toEqual(['id', 'height']);
      expect(answer.body).not.toContain('350102199001011234');
    });

    it.each([
      ['zh-CN', ['编号有误，请刷新页面后重试', '不能小于1']],
      ['en-GB,en;q=0.9', ['This is no valid id; reload the page and try again', 'This has to be 1 or more']],
    ])('says in %s what is wrong with a parameter, and which one', async (language, [id, limit]) => {
      const errorsOf = async (url: string) =>
        (await world.app.inject({ url, headers: { 'accept-language': language as string } })).json().errors;
      expect(await errorsOf('/api/doors/not-a-uuid')).toMatchObject([{ path: 'id', code: 'FIELD.ID', message: id }]);
      expect(await errorsOf('/api/doors?limit=0')).toEqual([
        {
          path: 'limit',
          code: 'FIELD.TOO_SMALL',
          message: limit,
          words: { zh: '不能小于1', en: 'This has to be 1 or more' },
        },
      ]);
    });

    it.each([
      '/api/doors/not-a-uuid',
      '/api/doors?limit=0',
      '/api/doors?limit=x',
      '/api/doors/%E0%A4%A',
      `/api/doors/${'a'.repeat(500)}`,
    ])('never fails on %s', async (url) => {
      const answer = await send('GET', url);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.json().code).toMatch(/^REQUEST\./);
    });

    it.each([
      ['22021', 400, 'REQUEST.MALFORMED'],
      ['22008', 400, 'REQUEST.MALFORMED'],
      ['22P02', 400, 'REQUEST.MALFORMED'],
      ['23514', 422, 'REQUEST.IMPOSSIBLE_VALUE'],
      ['23502', 422, 'REQUEST.IMPOSSIBLE_VALUE'],
      ['23503', 409, 'REQUEST.CONFLICT'],
    ])(
      'takes the complaint %s of the database about a value as one about the request, without its words',
      async (code, status, ours) => {
        const answer = await send('GET', `/api/doors/complaints/${code}`);
        expect(answer.json()).toMatchObject({ status, code: ours });
        expect(answer.body).not.toContain('350102199001011234');
      },
    );

    it('takes any other complaint as a mistake of ours', async () => {
      expect((await send('GET', '/api/doors/complaints/42703')).statusCode).toBe(500);
    });

    it('applies defaults and conversions of the schema', async () => {
      expect((await send('GET', '/api/doors?limit=7')).json()).toEqual({ limit: 7 });
      expect((await send('GET', '/api/doors')).json()).toEqual({ limit: 20 });
    });

    it('counts the bytes of an upload', async () => {
      const upload = (bytes: number, end = '\r\n--b--\r\n') =>
        send(
          'POST',
          '/api/doors/upload',
          `--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${'x'.repeat(bytes)}${end}`,
          {
            'content-type': 'multipart/form-data; boundary=b',
          },
        );
      expect((await upload(1500)).json()).toEqual({ bytes: 1500 });
      expect((await upload(2500)).json()).toMatchObject({ status: 413, code: 'REQUEST.TOO_LARGE' });
      expect((await upload(500, '')).statusCode).toBe(400); // Half uploaded.
      expect((await send('POST', '/api/doors/upload', { a: 1 })).statusCode).toBe(415);
    });
  });

  describe('a form', () => {
    const part = (head: string, content = 'a,b') => `--b\r\n${head}\r\n\r\n${content}\r\n`;
    const file = 'content-disposition: form-data; name="file"; filename="a.csv"';
    const upload = (payload: string, type = 'multipart/form-data; boundary=b') =>
      send('POST', '/api/doors/upload', payload, { 'content-type': type });

    it.each([
      ['empty', '', 201],
      ['of nothing but its end', '--b--\r\n', 201],
      ['that is none', 'rubbish', 400],
      ['with another boundary than announced', part(file).replaceAll('--b', '--c'), 400],
      ['cut off in the head of a part', `--b\r\n${file}`, 400],
      ['cut off in a file', part(file).slice(0, -2), 400],
      ['cut off after a file', part(file), 400],
      ['cut off in a field', part('content-disposition: form-data; name="a"'), 400],
      ['cut off in a part without a name', part('content-type: text/csv'), 400],
      ['cut off behind a long head', `${part(`x: ${'x'.repeat(100_000)}`)}${part(file).slice(0, -2)}`, 400],
      [
        'with a field that no object may have',
        `${part('content-disposition: form-data; name="__proto__"')}--b--\r\n`,
        400,
      ],
      [
        'with a field of JSON that is none',
        `${part('content-disposition: form-data; name="a"\r\ncontent-type: application/json', '{')}--b--\r\n`,
        415,
      ],
      ['with more fields than any', `${part('content-disposition: form-data; name="a"').repeat(200)}--b--\r\n`, 413],
      ['with more files than one', `${part(file).repeat(2)}--b--\r\n`, 413],
      ['with a file that is too large', `${part(file, 'x'.repeat(2500))}--b--\r\n`, 413],
    ])('%s is answered as the sender may expect', async (_, payload, status) => {
      const answer = await upload(payload);
      expect(answer.statusCode).toBe(status);
      if (status >= 400)
        expect(answer.json()).toMatchObject({ code: CODES[status], correlationId: expect.any(String) });
    });

    it.each([
      ['multipart/form-data', 400],
      ['multipart/form-data; boundary=', 400],
      ['multipart/mixed; boundary=b', 400],
      ['text/csv', 415],
    ])('announced as %s is refused', async (type, status) => {
      expect((await upload(`${part(file)}--b--\r\n`, type)).statusCode).toBe(status);
    });

    it('that breaks off says where it is wrong', async () => {
      expect((await upload(part(file))).json()).toMatchObject({ errors: [{ path: 'body', code: 'FIELD.FORM' }] });
    });
  });

  describe('what goes out', () => {
    it('is only what the route declares', async () => {
      const answer = await send('POST', '/api/doors', { id: ID, height: 200 }, asScanner);
      expect(answer.statusCode).toBe(201);
      expect(answer.json()).toEqual({ id: ID, height: 200 });
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it.each([
      ['/api/doors', 200],
      ['/api/doors/broken', 500],
      ['/api/nothing', 404],
      ['/nothing.js', 404],
      ['/%ff', 400],
      ['/api/%ff', 400],
      [`/api/doors/busy/${'9'.repeat(300)}`, 413],
    ])('is protected and traced: the answer to %s', async (url, status) => {
      const { statusCode, headers } = await world.app.inject({ url });
      expect(statusCode).toBe(status);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.any(String),
      });
    });

    it('says nothing of a mistake of ours but where to look for it', async () => {
      const answer = await send('GET', '/api/doors/broken', undefined, { 'accept-language': 'en' });
      expect(answer.statusCode).toBe(500);
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'Something went wrong on our side',
        words: { zh: '系统出现错误，请稍后再试', en: 'Something went wrong on our side' },
        status: 500,
        code: 'REQUEST.FAILED',
        correlationId: answer.headers['x-request-id'],
      });
    });

    it.each([
      ['600', '600'],
      ['7.2', '8'],
      ['0', '1'],
      ['unknown', '60'],
    ])('says after %s seconds when to come again', async (seconds, header) => {
      const answer = await send('GET', `/api/doors/busy/${seconds}`);
      expect(answer.statusCode).toBe(429);
      expect(answer.headers['retry-after']).toBe(header);
    });

    it('speaks the language that is asked for, Chinese first', async () => {
      const refused = { id: ID, height: 260 };
      expect((await send('POST', '/api/doors', refused, asScanner)).json().title).toBe('太高了');
      expect(
        (await send('POST', '/api/doors', refused, { ...asScanner, 'accept-language': 'en-GB' })).json(),
      ).toMatchObject({ title: 'Too tall', words: { zh: '太高了', en: 'Too tall' } });
    });
  });

  describe('the web client', () => {
    it.each(['/', '/scanner/shift', '/demo-inbox'])('is what %s shows', async (url) => {
      const page = await world.app.inject({ url });
      expect(page.body).toContain('八闽健康码');
      expect(page.headers['content-security-policy']).toContain("default-src 'self'");
      expect(page.headers['content-security-policy']).not.toMatch(/unsafe|nonce/);
      expect(page.headers['cache-control']).toContain('no-cache');
    });

    it('has files that are kept for ever and travel compressed', async () => {
      const file = await world.app.inject({ url: '/main-ABCD1234.js', headers: { 'accept-encoding': 'br' } });
      expect(file.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'br',
      });
    });

    it.each(['/missing.js', '/api/nothing', '/.well-known/nothing', '/..%2f..%2fetc/passwd.txt'])(
      'does not answer for %s',
      async (url) => {
        expect((await world.app.inject({ url })).statusCode).toBe(404);
      },
    );
  });

  it('documents the schemas that validate', async () => {
    const document = (await send('GET', '/api/openapi.json')).json();
    const hang = document.paths['/api/doors'].post;
    expect(hang.requestBody.content['application/json'].schema).toMatchObject({
      type: 'object',
      required: ['id', 'height'],
    });
    expect(hang.responses['201'].content['application/json'].schema).toMatchObject({
      properties: { height: { type: 'number' } },
    });
    expect(document.paths['/api/doors'].get.parameters.map(({ name }: { name: string }) => name)).toEqual([
      'cursor',
      'limit',
    ]);
  });

  it('is live', async () => {
    expect((await send('GET', '/health/live')).json()).toEqual({ status: 'live' });
  });
});
