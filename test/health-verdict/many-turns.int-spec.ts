import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Judgement } from '../../src/health-verdict/application/verdict/judgement.js';
import { TurnSweep } from '../../src/health-verdict/application/verdict/turn-sweep.js';
import { VerdictsChangedV1 } from '../../src/health-verdict/contracts/events.js';
import { Messages } from '../../src/identity/application/messages.js';
import { type NoticeWanted, NoticeWantedV1 } from '../../src/identity/contracts/notices.js';
import { Transactions, type Tx } from '../../src/platform/persistence/transactions.js';
import { World } from '../world.js';
import { rowsOf } from './residents.js';

const PEOPLE = 5000;
const VISIT = '2020-02-09T16:00:00.000Z';
const DAY_15 = '2020-02-24T16:00:00.000Z';
const ORANGE = {
  from: '2020-02-10T02:00:00.000Z',
  colour: 'orange',
  causes: [{ cause: 5, colour: 'orange', from: VISIT, until: DAY_15, ruleVersion: 1 }],
  ruleVersion: 1,
};
const GREEN = { from: DAY_15, colour: 'green', causes: [], ruleVersion: 1 };

/**
 * A million people of a province turn within minutes of one midnight. No transaction on the way may hold up the others for more than half a
 * second; machines differ, so each is measured against what this database takes, in the same minute, to write as many rows by itself.
 */
describe('Five thousand turns', () => {
  let world: World;
  let plainly: number;
  const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => world.app.get(Transactions).run(work);
  const write = (statement: string) => inTransaction((tx) => sql.raw(statement).execute(tx.db()));
  const id = (kind: string) => `md5('${kind} ' || n)::uuid`;

  beforeAll(async () => {
    world = await World.start({ pump: false });
    await write(`
      INSERT INTO identity.resident (id, name, masked_name, document_type, document, document_hash, document_ends, level, created_at)
        SELECT ${id('resident')}, '', '', 'passport', '', sha256(n::text::bytea), '', 1, now() FROM generate_series(1, ${PEOPLE}) n;
      INSERT INTO health_verdict.subject (id, created_at) SELECT ${id('subject')}, now() FROM generate_series(1, ${PEOPLE}) n;
      INSERT INTO health_verdict.code (id, resident_id, subject_id, serial, masked_name, document_ends, digits_key, claimed_at, initial_area)
        SELECT ${id('code')}, ${id('resident')}, ${id('subject')}, (100000000 + n)::text, '', '', '', now(), '350102' FROM generate_series(1, ${PEOPLE}) n;
      CREATE TABLE health_verdict.plain (LIKE health_verdict.verdict INCLUDING ALL)`);
  }, 120_000);
  afterAll(() => world?.stop());

  /** Everybody is orange by a visit, until now. */
  beforeEach(async () => {
    world.clock.moveTo(new Date(DAY_15));
    await write(`
      DELETE FROM health_verdict.timeline; DELETE FROM health_verdict.verdict; DELETE FROM platform.outbox; TRUNCATE health_verdict.plain;
      INSERT INTO health_verdict.timeline (subject_id, segments, last_seq, next_turn_at)
        SELECT id, '${JSON.stringify([ORANGE, GREEN])}', 1, '${DAY_15}' FROM health_verdict.subject;
      INSERT INTO health_verdict.verdict (subject_id, seq, shape, from_at, colour, causes, rule_version, salt, hash)
        SELECT id, 1, 1, '${ORANGE.from}', 'orange', '${JSON.stringify(ORANGE.causes)}', 1, '', sha256('') FROM health_verdict.subject`);
    plainly = await time(() => write(`INSERT INTO health_verdict.plain SELECT * FROM health_verdict.verdict`));
  });

  it('are written by the sweep in pieces, an event and a letter for each', async () => {
    const taken = await time(() => world.app.get(TurnSweep).run());
    const events = await rowsOf<{ turns: number }>(
      world,
      `SELECT jsonb_array_length(payload->'changes') AS turns FROM platform.outbox WHERE type = '${VerdictsChangedV1}'`,
    );
    expect(events.map(({ turns }) => turns)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(await letters()).toHaveLength(5);
    expect(await rowsOf(world, `SELECT FROM health_verdict.verdict WHERE seq = 2 AND colour = 'green'`)).toHaveLength(
      PEOPLE,
    );
    expect(taken / events.length).toBeLessThan(8 * plainly + 300);
  });

  it('are judged anew within the time of a transaction, a thousand at once', async () => {
    world.clock.moveTo(new Date(Date.parse(DAY_15) - 3_600_000));
    const subjects = await rowsOf<{ id: string }>(
      world,
      'SELECT id FROM health_verdict.subject ORDER BY id LIMIT 1000',
    );
    const ids = subjects.map(({ id: it }) => it);
    const taken = await time(() => inTransaction((tx) => world.app.get(Judgement).judge(tx, ids)));
    expect(await rowsOf(world, `SELECT FROM health_verdict.verdict WHERE seq = 2 AND colour = 'green'`)).toHaveLength(
      1000,
    );
    expect(taken).toBeLessThan(8 * plainly + 300);
  });

  it('of one event reach five thousand inboxes within the time of a transaction', async () => {
    await inTransaction((tx) => world.app.get(Judgement).sweep(tx, PEOPLE));
    const [letter] = await letters();
    expect(letter!.residentIds).toHaveLength(PEOPLE);
    const taken = await time(() => inTransaction((tx) => world.app.get(Messages).deliver(tx, letter!)));
    expect(await rowsOf(world, `SELECT FROM identity.message WHERE notice_id = '${letter!.noticeId}'`)).toHaveLength(
      PEOPLE,
    );
    expect(taken).toBeLessThan(8 * plainly + 300);
  });

  const letters = async () =>
    (
      await rowsOf<{ payload: NoticeWanted }>(
        world,
        `SELECT payload FROM platform.outbox WHERE type = '${NoticeWantedV1}'`,
      )
    ).map(({ payload }) => payload);
});

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
