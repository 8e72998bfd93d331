import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { PlatformWorld } from './platform-world.js';
import { DoorAbilities, DoorsController } from './sample-controllers.js';

const ID = '01900000-0000-7000-8000-00000000d001';
const SCANNER = 'cookie: bamin_session=scanner';
const OURS = 'x-requested-with: bamin';
const JSON_TYPE = 'content-type: application/json';
const FORM = 'content-type: multipart/form-data; boundary=b';
const PART = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';

/** A client that sends as slowly as it likes. */
class Caller {
  private closed = false;
  received = '';

  private constructor(private readonly socket: Socket) {
    socket
      .setEncoding('utf8')
      .on('data', (text: string) => (this.received += text))
      .on('error', () => undefined);
    socket.on('close', () => (this.closed = true));
  }

  static async to(port: number): Promise<Caller> {
    const socket = connect({ port, host: '127.0.0.1' });
    await new Promise((resolve) => socket.once('connect', resolve));
    return new Caller(socket);
  }

  head(line: string, headers: readonly string[]): void {
    this.send(`${line} HTTP/1.1\r\nhost: x\r\n${headers.join('\r\n')}\r\n\r\n`);
  }

  send(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  async answer(): Promise<{ status: number; code: string | undefined }> {
    for (let waited = 0; waited < 3000 && !/\r\n\r\n[^]*\}/.test(this.received); waited += 10) await pause(10);
    return { status: Number(this.received.slice(9, 12)), code: /"code":"([^"]+)"/.exec(this.received)?.[1] };
  }

  /** Whether the server ends the connection, in a while. */
  async isLeft(): Promise<boolean> {
    for (let waited = 0; waited < 3000 && !this.closed; waited += 10) await pause(10);
    return this.closed;
  }

  hangUp(): void {
    this.socket.destroy();
  }
}

describe('A body', () => {
  let world: PlatformWorld;
  let port: number;
  const callers: Caller[] = [];
  const call = async (line: string, headers: readonly string[]) => {
    const caller = await Caller.to(port);
    callers.push(caller);
    caller.head(line, headers);
    return caller;
  };

  beforeAll(async () => {
    world = await PlatformWorld.start({
      providers: [DoorAbilities],
      controllers: [DoorsController],
      principals: { scanner: {}, resident: { role: 'resident' } },
      patience: { headMs: 500, bodyMs: 400, uploadMs: 300, uploadBytes: 1000, lingerMs: 300 },
    });
    await world.app.listen(0, '127.0.0.1');
    port = (world.app.getHttpServer().address() as AddressInfo).port;
  });
  afterAll(async () => {
    for (const caller of callers) caller.hangUp();
    await world?.stop();
  });

  describe('is not waited for', () => {
    it.each([
      ['a page of another site', [SCANNER, JSON_TYPE], 403, 'REQUEST.CSRF'],
      ['nobody', [OURS, JSON_TYPE], 401, 'SESSION.REQUIRED'],
      ['a stranger with a guessed session', [OURS, JSON_TYPE, 'cookie: bamin_session=guess'], 401, 'SESSION.REQUIRED'],
      ['somebody who may not do this', [OURS, JSON_TYPE, 'cookie: bamin_session=resident'], 403, 'REQUEST.NOT_ALLOWED'],
      ['somebody who announces too much', [OURS, JSON_TYPE, SCANNER], 413, 'REQUEST.TOO_LARGE', 64 * 1024 + 1],
      ['a form on a route that takes none', [OURS, FORM, SCANNER], 415, 'REQUEST.UNSUPPORTED_MEDIA'],
      [
        'a form in disguise',
        [OURS, 'content-type: application/x-www-form-urlencoded', SCANNER],
        415,
        'REQUEST.UNSUPPORTED_MEDIA',
      ],
      ['plain text', [OURS, 'content-type: text/plain', SCANNER], 415, 'REQUEST.UNSUPPORTED_MEDIA'],
    ])('from %s', async (_, headers, status, code, length = 60_000) => {
      const caller = await call('POST /api/doors', [...headers, `content-length: ${length}`]);
      expect(await caller.answer()).toEqual({ status, code });
      expect(await caller.isLeft()).toBe(true); // What was refused is not kept open for what never comes.
    });

    it.each([71, 5000])('with a boundary of %i characters', async (length) => {
      const caller = await call('POST /api/doors/upload', [
        OURS,
        `content-type: multipart/form-data; boundary=${'b'.repeat(length)}`,
        'content-length: 9000',
      ]);
      expect(await caller.answer()).toEqual({ status: 400, code: 'REQUEST.MALFORMED' });
    });
  });

  it('may be as large as a page ever sends, and no larger, also when its length is not said beforehand', async () => {
    const body = JSON.stringify({ id: ID, height: 200, label: 'x'.repeat(64 * 1024) });
    const caller = await call('POST /api/doors', [OURS, SCANNER, JSON_TYPE, 'transfer-encoding: chunked']);
    caller.send(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    expect(await caller.answer()).toEqual({ status: 413, code: 'REQUEST.TOO_LARGE' });
  });

  it.each([
    ['lists', '['.repeat(30_000)],
    ['objects', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    ['lists behind a text with brackets', `["]]]]\\"]]]",${'['.repeat(17)}`],
  ])('that nests %s too deep is refused before it is parsed', async (_, payload) => {
    const before = performance.now();
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/doors',
      headers: { 'x-requested-with': 'bamin', cookie: 'bamin_session=scanner', 'content-type': 'application/json' },
      payload,
    });
    expect(answer.json()).toMatchObject({
      status: 400,
      code: 'REQUEST.MALFORMED',
      errors: [{ path: 'body', code: 'FIELD.TOO_DEEP', message: '内容嵌套超过16层' }],
    });
    expect(performance.now() - before).toBeLessThan(1000); // Parsing alone took seconds.
  });

  it('with a picture may be larger, where a picture is taken', async () => {
    const send = (url: string, bytes: number) =>
      world.app.inject({
        method: 'POST',
        url,
        headers: { 'x-requested-with': 'bamin', cookie: 'bamin_session=scanner' },
        payload: { picture: 'x'.repeat(bytes) },
      });
    expect((await send('/api/doors/portraits', 2_900_000)).json()).toEqual({ characters: 2_900_000 });
    expect((await send('/api/doors/portraits', 3_200_000)).statusCode).toBe(413);
    expect((await send('/api/doors', 70_000)).statusCode).toBe(413);
  });

  describe('that comes slowly', () => {
    it('is given up, and the caller is told', async () => {
      const caller = await call('POST /api/doors', [OURS, SCANNER, JSON_TYPE, 'content-length: 1000']);
      const dripping = setInterval(() => caller.send(' '), 50);
      expect(await caller.answer()).toEqual({ status: 408, code: 'REQUEST.TOO_SLOW' });
      expect(await caller.isLeft()).toBe(true);
      clearInterval(dripping);
    });

    it('is given up before its head is complete', async () => {
      const caller = await Caller.to(port);
      callers.push(caller);
      caller.send('POST /api/doors HTTP/1.1\r\nhost: x\r\n');
      expect(await caller.answer()).toEqual({ status: 408, code: 'REQUEST.TOO_SLOW' });
      expect(await caller.isLeft()).toBe(true);
    });

    it('is waited for when it is a file that makes progress', async () => {
      const caller = await call('POST /api/doors/upload', [OURS, FORM, 'transfer-encoding: chunked']);
      const chunk = (text: string) => caller.send(`${text.length.toString(16)}\r\n${text}\r\n`);
      chunk(PART);
      for (let at = 0; at < 10; at++) {
        await pause(100);
        chunk('x'.repeat(1000));
      }
      chunk('\r\n--b--\r\n');
      caller.send('0\r\n\r\n');
      for (let waited = 0; waited < 2000 && !caller.received.includes('bytes'); waited += 10) await pause(10);
      expect(caller.received).toContain('{"bytes":10000}');
    });

    it('is given up when it is a file that makes none', async () => {
      const caller = await call('POST /api/doors/upload', [OURS, FORM, 'content-length: 100000']);
      caller.send(PART);
      const dripping = setInterval(() => caller.send('x'), 50);
      expect(await caller.answer()).toEqual({ status: 408, code: 'REQUEST.TOO_SLOW' });
      expect(await caller.isLeft()).toBe(true);
      clearInterval(dripping);
    });
  });

  it('that is no HTTP gets a problem, too', async () => {
    const caller = await Caller.to(port);
    callers.push(caller);
    caller.send('HELLO\r\n\r\n');
    expect(await caller.answer()).toEqual({ status: 400, code: 'REQUEST.MALFORMED' });
    for (const head of [
      'application/problem+json',
      'content-security-policy: ',
      'x-request-id: ',
      'cache-control: no-store',
    ])
      expect(caller.received).toContain(head);
  });

  it('leaves the connection usable', async () => {
    const body = JSON.stringify({ id: ID, height: 200 });
    const caller = await call('POST /api/doors', [OURS, SCANNER, JSON_TYPE, `content-length: ${body.length}`]);
    caller.send(body);
    expect(await caller.answer()).toMatchObject({ status: 201 });
    caller.received = '';
    caller.head('GET /api/doors?limit=7', []);
    expect(await caller.answer()).toMatchObject({ status: 200 });
  });

  it('that comes while the server closes is for another process', async () => {
    const closing = await world.another({
      providers: [DoorAbilities],
      controllers: [DoorsController],
      principals: { scanner: {} },
    });
    await closing.app.listen(0, '127.0.0.1');
    const { port: at } = closing.app.getHttpServer().address() as AddressInfo;
    const [served, late] = [await Caller.to(at), await Caller.to(at)];
    served.head('GET /api/doors/heavy', []);
    late.send('GET /api/doors?limit=7 HTTP/1.1\r\n');
    await pause(100);
    const closed = closing.app.close();
    await pause(50);
    late.send('host: localhost\r\n\r\n');
    await closed;
    await Promise.all([served.isLeft(), late.isLeft()]);
    expect(served.received).toMatch(/connection: close[^]*{"opened":true}/i);
    expect(late.received).toMatch(/HTTP\/1\.1 503 [^]*retry-after: 1\r\n[^]*"code":"REQUEST\.UNAVAILABLE"/);
  });
});
