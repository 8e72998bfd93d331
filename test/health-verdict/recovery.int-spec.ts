import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { Staging } from '../../src/health-verdict/application/evidence/staging.js';
import { Subjects } from '../../src/health-verdict/application/evidence/subjects.js';
import { Retention } from '../../src/health-verdict/application/retention.js';
import { VerdictReplay } from '../../src/health-verdict/application/verdict/verdict-replay.js';
import { CodeClaimedV1, VerdictsChangedV1 } from '../../src/health-verdict/contracts/events.js';
import { outpatientRecords } from '../../src/health-verdict/feeds/outpatient.js';
import { readRow } from '../../src/health-verdict/feeds/read-row.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { KeyedHash } from '../../src/platform/crypto/keyed-hash.js';
import { Clock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { interrupted } from '../../src/platform/operations/errors.js';
import { Operations } from '../../src/platform/operations/operations.js';
import { SilentOperations } from '../../src/platform/operations/silent-operations.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { type Browser, World } from '../world.js';
import { aClaim, aDocument, applied, aResident, csv, handIn, rowsOf } from './residents.js';

describe('Feeds and verdicts over time', () => {
  let world: World;
  let operator: Browser;
  const upload = (content: string) => handIn(operator, content);

  beforeAll(async () => {
    world = await World.start({ demo: true });
    operator = await world.signedIn('13900000001');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  /** A file as a process leaves it that dies while it arrives, or just when all of it is here. */
  async function leftBehind(reference: string, complete: boolean): Promise<string> {
    const [id, operations] = [newId(), world.app.get(Operations)];
    await world.app.get(Transactions).run(async (tx) => {
      const begun = { id, kind: 'feed-file', ownerId: outpatientRecords.authority, startedBy: newId() };
      await operations.begin(tx, { ...begun, line: 'feed:outpatient-records', receivedAt: world.clock.now() });
      await sql`INSERT INTO health_verdict.batch (id, feed, file_name, received_at) VALUES (${id}, 'outpatient-records', 'left.csv', now())`.execute(
        tx.db(),
      );
    });
    const fields = {
      reference,
      revision: '1',
      document_type: 'resident-id',
      document_number: aDocument(),
      department: '发热门诊',
      visit_date: '2020-02-10',
    };
    const read = readRow(outpatientRecords, fields, '2026-01-01');
    await world.app.get(Staging).add(id, 1, [{ line: 2, read }]);
    if (complete) await operations.staged(id, 'digest');
    return id;
  }

  /** Its process has not been heard of since. */
  const silentSince = (id: string, seconds: number) =>
    world.app
      .get(Transactions)
      .run((tx) =>
        sql`UPDATE platform.operation SET alive_at = now() - make_interval(secs => ${seconds}) WHERE id = ${id}`.execute(
          tx.db(),
        ),
      );

  /** Its process says that it is still at it. */
  async function heardOf(id: string): Promise<void> {
    const lately = `SELECT FROM platform.operation WHERE id = '${id}' AND alive_at > now() - interval '3 seconds'`;
    for (let tries = 0; tries < 200 && (await rowsOf(world, lately)).length === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it('applies a file that had arrived when its process died, and gives up one that had not, within seconds', async () => {
    const [arrived, cut] = [await leftBehind('R-1', true), await leftBehind('R-2', false)];
    expect((await applied(operator, arrived)).body).toMatchObject({ accepted: 1 });
    await world.app.get(SilentOperations).run();
    expect((await operator.get(`/batches/${cut}`)).body).toMatchObject({ status: 'received' });
    await silentSince(cut, 15);
    for (const before of [true, false]) {
      expect((await operator.get(`/batches/${cut}`)).body).toMatchObject({
        status: 'failed',
        accepted: 0,
        problem: { code: 'OPERATION.INTERRUPTED' },
      });
      if (before) await world.app.get(SilentOperations).run();
    }
    expect(
      await rowsOf(world, `SELECT reference FROM health_verdict.evidence WHERE reference IN ('R-1', 'R-2')`),
    ).toEqual([{ reference: 'R-1' }]);
    expect(await rowsOf(world, `SELECT FROM health_verdict.staged_piece WHERE batch_id = '${cut}'`)).toEqual([]);
  });

  it('does not give up a file that takes long to arrive', async () => {
    const [operations, id] = [world.app.get(Operations), await leftBehind('R-3', false)];
    await operations.alive(id, async () => {
      await silentSince(id, 5); // The sweep that gives up runs meanwhile, too: near its limit this would be a matter of luck.
      await heardOf(id);
    });
    await world.app.get(SilentOperations).run();
    expect((await operator.get(`/batches/${id}`)).body).toMatchObject({ status: 'received' });
    await operations.fail(id, interrupted());
  });

  it('lets no process go on with a file that was given up meanwhile', async () => {
    const [operations, id] = [world.app.get(Operations), await leftBehind('R-4', false)];
    await operations.fail(id, interrupted());
    await world.app.get(Staging).discard(id);
    const more = { line: 3, read: readRow(outpatientRecords, {}, '2026-01-01') };
    const refusal = { code: 'OPERATION.INTERRUPTED' };
    await expect(world.app.get(Staging).add(id, 2, [more])).rejects.toMatchObject(refusal);
    await expect(operations.staged(id, 'digest')).rejects.toMatchObject(refusal);
    expect(await rowsOf(world, `SELECT FROM health_verdict.batch_row WHERE batch_id = '${id}'`)).toEqual([]);
  });

  it('applies the file of a dead process before the next one with the same references', async () => {
    const first = await leftBehind('R-5', true);
    const second = await upload(csv({ reference: 'R-5', document: aDocument() }));
    expect(second.body).toMatchObject({ status: 'applied', accepted: 0, rejected: 1 });
    expect((await operator.get(`/batches/${first}`)).body).toMatchObject({ status: 'applied', accepted: 1 });
  });

  it('finds a subject whose document was hashed with an older key, and no second one when two look at once', async () => {
    const document = { type: 'resident-id', normalised: aDocument() };
    const [old, current] = [
      { id: 8, key: randomBytes(32) },
      { id: 9, key: randomBytes(32) },
    ];
    const at = (...keys: (typeof old)[]) =>
      new Subjects(world.app.get(FieldCipher), new KeyedHash(keys), world.app.get(Clock));
    const transactions = world.app.get(Transactions);
    const found = await Promise.all([1, 2, 3].map(() => transactions.run((tx) => at(old).one(tx, document))));
    const rotated = await transactions.run((tx) => at(current, old).one(tx, document));
    const afterwards = await transactions.run((tx) => at(current).one(tx, document));
    expect(new Set([...found, rotated, afterwards]).size).toBe(1);
    expect(
      await rowsOf(
        world,
        'SELECT FROM health_verdict.subject s WHERE NOT EXISTS (SELECT FROM health_verdict.subject_document d WHERE d.subject_id = s.id)',
      ),
    ).toEqual([]);
  });

  it('keeps no document number in the clear', async () => {
    const document = aDocument();
    await upload(csv({ reference: 'R-3', document }));
    const [{ everything }] = (await rowsOf<{ everything: string }>(
      world,
      `SELECT concat((SELECT string_agg(t::text, '') FROM health_verdict.subject_document t), (SELECT string_agg(t::text, '') FROM health_verdict.record t),
        (SELECT string_agg(t::text, '') FROM health_verdict.staged_piece t), (SELECT string_agg(t::text, '') FROM health_verdict.unlisted_fact t),
        (SELECT string_agg(t::text, '') FROM platform.outbox t)) AS everything`,
    )) as [{ everything: string }];
    expect(everything).not.toContain(document);
    expect(everything).not.toContain(Buffer.from(document).toString('hex'));
  });

  it('tells the verdicts of a person again as they were told', async () => {
    const person = await aResident(world);
    await person.browser.post('/code', aClaim());
    for (const revision of [1, 2, 3])
      await upload(
        csv({
          reference: 'R-4',
          document: person.document,
          revision,
          date: today(world),
          withdrawn: revision === 2 ? 1 : 0,
        }),
      );
    expect(await toldAgain()).toEqual(await toldThen());
  });

  it('forgets credentials a month after they ended, and what became of rows after half a year', async () => {
    const { browser } = await aResident(world);
    await browser.post('/code', aClaim());
    const { publicKey } = await newDeviceKeys();
    expect((await browser.post('/code/devices', { id: newId(), name: 'phone', publicKey })).status).toBe(201);
    await upload(
      csv({ reference: 'R-6', document: aDocument(), department: '骨科', date: today(world) }) + 'R-7,1,x\r\n',
    );
    const before = await rowsOf(world, 'SELECT FROM health_verdict.batch_row');
    expect(before.length).toBeGreaterThan(0);
    await world.app.get(Retention).run();
    expect(await rowsOf(world, 'SELECT FROM health_verdict.batch_row')).toHaveLength(before.length);
    expect(await rowsOf(world, 'SELECT FROM health_verdict.credential')).toHaveLength(1);
    expect(await rowsOf(world, 'SELECT FROM health_verdict.unlisted_fact')).toHaveLength(2);
    await rowsOf(world, `UPDATE health_verdict.unlisted_fact SET happened_on = happened_on - 31`);
    await rowsOf(world, `UPDATE health_verdict.batch SET received_at = received_at - interval '200 days'`);
    await rowsOf(
      world,
      `UPDATE health_verdict.credential SET issued_at = issued_at - interval '200 days', expires_at = expires_at - interval '200 days'`,
    );
    await world.app.get(Retention).run();
    expect(await rowsOf(world, 'SELECT FROM health_verdict.batch_row')).toEqual([]);
    expect(await rowsOf(world, 'SELECT FROM health_verdict.credential')).toEqual([]);
    expect(await rowsOf(world, 'SELECT FROM health_verdict.unlisted_fact')).toEqual([]);
    expect(await rowsOf(world, 'SELECT FROM health_verdict.evidence')).not.toEqual([]);
  });

  async function toldAgain(): Promise<string[]> {
    const told: object[] = [];
    await world.app.get(Transactions).snapshot(async (seen) => {
      for await (const events of world.app.get(VerdictReplay).replay(seen, new Date(0))) told.push(...events);
    });
    return facts(told as Told[]);
  }

  async function toldThen(): Promise<string[]> {
    const { rows } = await world.app
      .get(Transactions)
      .run((tx) =>
        sql<Told>`SELECT type, payload FROM platform.outbox WHERE type IN (${CodeClaimedV1}, ${VerdictsChangedV1})`.execute(
          tx.db(),
        ),
      );
    return facts(rows);
  }
});

interface Told {
  readonly type: string;
  readonly payload: {
    readonly changes?: readonly { residentId: string; seq: number; colour: string }[];
    readonly residentId?: string;
  };
}

function facts(events: readonly Told[]): string[] {
  return events
    .flatMap(
      ({ type, payload }) =>
        payload.changes?.map(({ residentId, seq, colour }) => `${residentId} ${seq} ${colour}`) ?? [
          `${type} ${payload.residentId}`,
        ],
    )
    .sort();
}

function today(world: World): string {
  return new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
