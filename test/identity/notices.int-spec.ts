import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Messages } from '../../src/identity/application/messages.js';
import { type Notice, noticeWanted } from '../../src/identity/contracts/notices.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Outbox } from '../../src/platform/messaging/outbox.js';
import { Transactions, type Tx } from '../../src/platform/persistence/transactions.js';
import { rowsOf } from '../health-verdict/residents.js';
import { World } from '../world.js';
import { aRegisteredPerson, type Registered } from './people.js';

const PEOPLE = 5000;

describe('A notice', () => {
  let world: World;
  let lin: Registered;
  const letter = (id: string, to: Notice['to']): Notice => ({
    id,
    to,
    title: { zh: '一台新设备', en: 'A new device' },
    body: { zh: '……', en: '…' },
    link: '/devices',
  });
  const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => world.app.get(Transactions).run(work);
  const wants = async (...notices: Notice[]) => {
    await inTransaction((tx) =>
      world.app.get(Outbox).append(
        tx,
        notices.map((it) => noticeWanted(world.clock.now(), it)),
      ),
    );
    await world.settle();
  };
  const inbox = async ({ browser }: Registered) =>
    (await browser.get('/messages')).body['items'] as unknown as { title: object; link?: string; id: string }[];

  beforeAll(async () => {
    world = await World.start();
    lin = await aRegisteredPerson(world);
  });
  afterAll(() => world.stop());

  it('lies in the inbox of the person, with its words and where it leads', async () => {
    await wants(letter('device-enrolled.1', { residentId: lin.id }));
    expect(await inbox(lin)).toEqual([
      expect.objectContaining({ title: { zh: '一台新设备', en: 'A new device' }, link: '/devices' }),
    ]);
  });

  it('is delivered once, however often it is said and by whichever name the person is called', async () => {
    const chen = await aRegisteredPerson(world);
    const accounts = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM identity.account WHERE resident_id = '${chen.id}'`,
    );
    await wants(
      letter('device-enrolled.2', { residentId: chen.id }),
      letter('device-enrolled.2', { accountId: accounts[0]!.id }),
    );
    await wants(letter('device-enrolled.2', { residentIds: [chen.id, chen.id] }));
    expect(await inbox(chen)).toHaveLength(1);
    await wants(letter('device-revoked.2', { accountId: accounts[0]!.id }));
    expect(await inbox(chen)).toHaveLength(2);
  });

  it('to nobody whom identity knows is no error, and reaches nobody', async () => {
    const before = await inbox(lin);
    await wants(
      letter('device-enrolled.3', { residentId: newId() }),
      letter('device-enrolled.3', { accountId: newId() }),
    );
    expect(await inbox(lin)).toEqual(before);
    expect(await rowsOf(world, `SELECT 1 FROM identity.message WHERE notice_id = 'device-enrolled.3'`)).toEqual([]);
  });

  it('to 5,000 people is one write, not 5,000', async () => {
    await rowsOf(
      world,
      `INSERT INTO identity.resident (id, name, masked_name, document_type, document, document_hash, document_ends, level, created_at)
      SELECT uuidv7(), '', '', 'passport', '', sha256(n::text::bytea), '', 1, now() FROM generate_series(1, ${PEOPLE}) AS n`,
    );
    const residentIds = (
      await rowsOf<{ id: string }>(world, `SELECT id FROM identity.resident WHERE document_type = 'passport'`)
    ).map(({ id }) => id);
    const deliver = (noticeId: string) =>
      inTransaction((tx) =>
        world.app.get(Messages).deliver(tx, noticeWanted(new Date(), letter(noticeId, { residentIds })).payload),
      );
    const plainly = () =>
      inTransaction((tx) =>
        sql`INSERT INTO identity.message (id, resident_id, title, body, sent_at) SELECT uuidv7(), id, '{}', '{}', now() FROM identity.resident WHERE document_type = 'passport'`.execute(
          tx.db(),
        ),
      );
    const [reference, taken] = [
      Math.min(await time(plainly), await time(plainly)),
      Math.min(await time(() => deliver('mass.1')), await time(() => deliver('mass.2'))),
    ];
    expect(
      await rowsOf(world, `SELECT count(*)::int AS count FROM identity.message WHERE notice_id = 'mass.2'`),
    ).toEqual([{ count: PEOPLE }]);
    expect(taken).toBeLessThan(4 * reference + 200);
  });
});

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
