import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Messages } from '../../src/identity/application/messages.js';
import { Sessions } from '../../src/identity/application/sessions.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noticeWanted } from '../../src/identity/contracts/notices.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { aClaim, rowsOf } from '../health-verdict/residents.js';
import { type Browser, World } from '../world.js';
import { aCode, aMobile, anApplication, type Application, aRegisteredPerson, JPEG, outcomeOf } from './people.js';

interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** An identity authority that answers as it is told to, or not at all. */
class Authority {
  readonly asked: Asked[] = [];
  answer: { status: number; body: string } = matched(true);

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Authority> {
    const server = createServer();
    const authority = new Authority(server);
    server.on('request', async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      authority.asked.push({
        path: request.url!,
        body: JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>,
      });
      response.writeHead(authority.answer.status, { 'content-type': 'application/json' }).end(authority.answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return authority;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function matched(yes: boolean): { status: number; body: string } {
  return { status: 200, body: JSON.stringify({ matched: yes }) };
}

const SILENT = [
  ['fails', { status: 500, body: '{}' }],
  ['says something else', { status: 200, body: '{"matched": "yes"}' }],
  ['talks nonsense', { status: 200, body: '<html>' }],
] as const;

describe('A resident', () => {
  let world: World;
  let authority: Authority;
  const levelOf = async (browser: Browser) => (await browser.get('/me')).body['level'];
  const showsFace = async (browser: Browser, image = JPEG) =>
    outcomeOf(await browser.post('/proofing/face', { image }));
  const verified = (id: string) =>
    rowsOf<{ level: number }>(
      world,
      `SELECT (payload->>'level')::int AS level FROM platform.outbox WHERE type = 'identity.resident-verified.v1' AND aggregate_id = '${id}' ORDER BY position`,
    );

  beforeAll(async () => {
    authority = await Authority.start();
    world = await World.start({ environment: { BAMIN_PROOFING: 'http', BAMIN_PROOFING_URL: authority.url } });
  }, 120_000);
  beforeEach(() => {
    authority.answer = matched(true);
    authority.asked.length = 0;
  });
  afterAll(async () => {
    await world?.stop();
    await authority?.stop();
  });

  describe('is proven step by step', () => {
    it('by name and document when registering, by the face afterwards, and may claim a code only then', async () => {
      const { browser, id, name, document } = await aRegisteredPerson(world);
      expect(authority.asked).toEqual([
        { path: '/name-checks', body: { name, documentType: 'resident-id', documentNumber: document.number } },
      ]);
      expect(await levelOf(browser)).toBe(3);
      expect(outcomeOf(await browser.post('/code', aClaim()))).toEqual([422, 'CODE.LEVEL_TOO_LOW']);
      expect(await browser.post('/proofing/face', { image: JPEG })).toMatchObject({
        status: 200,
        body: { level: 4, provider: 'authority' },
      });
      expect(authority.asked[1]).toEqual({
        path: '/face-checks',
        body: { documentType: 'resident-id', documentNumber: document.number, imageBase64: JPEG },
      });
      expect(await browser.get('/session')).toMatchObject({ body: { level: 4 } });
      expect((await browser.post('/code', aClaim())).status).toBe(201);
      expect((await verified(id)).map(({ level }) => level)).toEqual([3, 4]);
    });

    it('and does not exist before name and document belong together', async () => {
      authority.answer = matched(false);
      const application = await anApplication(world);
      expect(outcomeOf(await world.browser().post('/registrations', application))).toEqual([
        422,
        'PROOFING.NAME_MISMATCH',
      ]);
      expect(
        await rowsOf(
          world,
          `SELECT FROM identity.resident r FULL JOIN identity.account a ON a.id = r.id WHERE '${application.id}' IN (r.id, a.id)`,
        ),
      ).toEqual([]);
    });

    it('and the name may be corrected with the same code, but code after code is no way to look for a document: the authority is not even asked', async () => {
      authority.answer = matched(false);
      const registers = async (application: Application) =>
        outcomeOf(await world.browser().post('/registrations', application));
      const application = await anApplication(world);
      expect(await registers(application)).toEqual([422, 'PROOFING.NAME_MISMATCH']);
      authority.answer = matched(true);
      expect(await registers(application)).toEqual([201, undefined]);
      const mobile = aMobile();
      const looked: unknown[] = [];
      authority.answer = matched(false);
      for (let code = 0; code < 2; code++) {
        const smsCode = await aCode(world, mobile);
        for (let slip = 0; slip < 4; slip++)
          looked.push(await registers(await anApplication(world, { mobile, smsCode })));
        world.clock.moveBy(61);
      }
      expect(looked).toEqual([
        ...Array(5).fill([422, 'PROOFING.NAME_MISMATCH']),
        ...Array(3).fill([429, 'SIGN_IN.BLOCKED']),
      ]);
      expect(authority.asked).toHaveLength(7);
    });

    it('and stays where they are when the face is of another', async () => {
      const { browser, id } = await aRegisteredPerson(world);
      authority.answer = matched(false);
      expect(await showsFace(browser)).toEqual([422, 'PROOFING.FACE_MISMATCH']);
      expect(await levelOf(browser)).toBe(3);
      expect(await verified(id)).toHaveLength(1);
    });

    it.each(SILENT)('and stays where they are while the authority %s', async (_, answer) => {
      const { browser } = await aRegisteredPerson(world);
      const application = await anApplication(world);
      authority.answer = answer;
      expect(await showsFace(browser)).toEqual([503, 'PROOFING.UNAVAILABLE']);
      expect(await levelOf(browser)).toBe(3);
      expect(outcomeOf(await world.browser().post('/registrations', application))).toEqual([
        503,
        'PROOFING.UNAVAILABLE',
      ]);
    });

    it('with a picture only, and the authority is not asked about anything else', async () => {
      const { browser } = await aRegisteredPerson(world);
      authority.asked.length = 0;
      for (const image of [
        Buffer.from('hello').toString('base64'),
        Buffer.alloc(500, 1).toString('base64'),
        JPEG.slice(0, 40),
        Buffer.concat([
          Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
          Buffer.alloc(2 * 1024 * 1024 - 5),
          Buffer.from([0xff, 0xd9]),
        ]).toString('base64'),
      ]) {
        expect(await showsFace(browser, image)).toEqual([422, 'PROOFING.NOT_A_PICTURE']);
      }
      for (const image of ['', 'not base64!'])
        expect(await showsFace(browser, image)).toEqual([400, 'REQUEST.MALFORMED']);
      expect((await showsFace(browser, JPEG.repeat(9000)))[0]).toBe(413);
      expect(authority.asked).toEqual([]);
    });

    it('once, however often the face is shown at the same moment', async () => {
      const { browser, id } = await aRegisteredPerson(world);
      const answers = await Promise.all(Array.from({ length: 5 }, () => showsFace(browser)));
      expect(answers.map(([status]) => status)).toEqual([200, 200, 200, 200, 200]);
      expect((await verified(id)).map(({ level }) => level)).toEqual([3, 4]);
    });

    it.each([1, 2])('and not to L4 from L%i, where nobody checked name and document', async (level) => {
      const { browser, id } = await aRegisteredPerson(world);
      await rowsOf(world, `UPDATE identity.resident SET level = ${level} WHERE id = '${id}'`);
      expect(await showsFace(browser)).toEqual([422, 'PROOFING.NAME_FIRST']); // While the session is remembered as it was.
      await world.app.get(Transactions).run((tx) => world.app.get(Sessions).readAnew(tx, id));
      authority.asked.length = 0;
      expect(await showsFace(browser)).toEqual([403, 'REQUEST.NOT_ALLOWED']);
      expect(authority.asked).toEqual([]);
      expect(await levelOf(browser)).toBe(level);
    });

    it('by themselves and by nobody who is not signed in', async () => {
      expect(await showsFace(world.browser())).toEqual([401, 'SESSION.REQUIRED']);
    });
  });

  describe('has messages', () => {
    const send = (to: { id: string }, ...titles: string[]) =>
      world.app.get(Transactions).run(async (tx) => {
        for (const title of titles)
          await world.app.get(Messages).deliver(
            tx,
            noticeWanted(world.clock.now(), {
              id: newId(),
              to: { residentId: to.id },
              title: { zh: title, en: title },
              body: { zh: '……', en: '…' },
            }).payload,
          );
      });
    const titlesOf = (items: unknown) => (items as { title: { zh: string } }[]).map(({ title }) => title.zh);
    const unread = async (browser: Browser) => [
      (await browser.get('/messages/unread')).body['count'],
      (await browser.get('/session')).body['unread'],
    ];
    const pagesOf = async (browser: Browser, limit: number) => {
      const pages: string[][] = [];
      for (let cursor = ''; ;) {
        const { body } = await browser.get(`/messages?limit=${limit}${cursor}`);
        pages.push(titlesOf(body['items']));
        if (body['next'] === undefined) return pages;
        cursor = `&cursor=${String(body['next'])}`;
      }
    };

    it('of their own only', async () => {
      const [one, other] = [await aRegisteredPerson(world), await aRegisteredPerson(world)];
      await send(one, '给甲的');
      await send(other, '给乙的');
      const { items } = (await one.browser.get('/messages')).body as unknown as { items: { id: string }[] };
      expect(titlesOf(items)).toEqual(['给甲的']);
      const path = `/messages/${items[0]!.id}/reading`;
      expect(outcomeOf(await other.browser.post(path))).toEqual([404, 'MESSAGE.NOT_FOUND']);
      expect(outcomeOf(await other.browser.post(`/messages/${newId()}/reading`))).toEqual([404, 'MESSAGE.NOT_FOUND']);
      expect(await unread(one.browser)).toEqual([1, 1]);
      expect(outcomeOf(await world.browser().get('/messages'))).toEqual([401, 'SESSION.REQUIRED']);
    });

    it('that count as unread until they are read, the first time', async () => {
      const person = await aRegisteredPerson(world);
      await send(person, '一', '二', '三');
      expect(await unread(person.browser)).toEqual([3, 3]);
      const { items } = (await person.browser.get('/messages')).body as unknown as {
        items: { id: string; readAt?: string }[];
      };
      expect(items.map(({ readAt }) => readAt)).toEqual([undefined, undefined, undefined]);
      await Promise.all([1, 2, 3].map(() => person.browser.post(`/messages/${items[1]!.id}/reading`)));
      expect(await unread(person.browser)).toEqual([2, 2]);
      const readAt = async () =>
        ((await person.browser.get('/messages')).body['items'] as unknown as { readAt?: string }[])[1]!.readAt;
      const first = await readAt();
      expect(first).toEqual(expect.any(String));
      world.clock.moveBy(60);
      await person.browser.post(`/messages/${items[1]!.id}/reading`);
      expect(await readAt()).toBe(first);
    });

    it('newest first, each on one page, also when many came at the same instant', async () => {
      const person = await aRegisteredPerson(world);
      await send(person, ...['1', '2', '3', '4', '5', '6', '7']);
      await rowsOf(
        world,
        `UPDATE identity.message SET sent_at = date_trunc('second', sent_at) WHERE resident_id = '${person.id}'`,
      );
      world.clock.moveBy(2);
      await send(person, 'newest');
      for (const limit of [1, 2, 3, 7, 8, 100]) {
        const pages = await pagesOf(person.browser, limit);
        expect(pages.flat()).toEqual(['newest', '7', '6', '5', '4', '3', '2', '1']);
        expect(Math.max(...pages.map((page) => page.length))).toBe(Math.min(limit, 8));
      }
    });

    it('of which a page that comes meanwhile repeats none', async () => {
      const person = await aRegisteredPerson(world);
      await send(person, '1', '2', '3', '4');
      const first = (await person.browser.get('/messages?limit=2')).body;
      await send(person, '5');
      const second = (await person.browser.get(`/messages?limit=2&cursor=${String(first['next'])}`)).body;
      expect([...titlesOf(first['items']), ...titlesOf(second['items'])]).toEqual(['4', '3', '2', '1']);
    });

    it('and refuses a page that is none', async () => {
      const { browser } = await aRegisteredPerson(world);
      for (const query of ['cursor=x', 'cursor=WzEsMl0', 'limit=0', 'limit=101', 'limit=x'])
        expect(outcomeOf(await browser.get(`/messages?${query}`))).toEqual([400, 'REQUEST.MALFORMED']);
    });
  });
});
