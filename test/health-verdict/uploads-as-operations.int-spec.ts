import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { EvidenceIntake } from '../../src/health-verdict/application/evidence/evidence-intake.js';
import { FeedFiles } from '../../src/health-verdict/application/evidence/feed-files.js';
import { HEALTH_INSURANCE } from '../../src/health-verdict/feeds/authorities.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { OperationRunner } from '../../src/platform/operations/operation-runner.js';
import { Operations } from '../../src/platform/operations/operations.js';
import { apartFromTransactions, Transactions } from '../../src/platform/persistence/transactions.js';
import { type Answer, type Browser, World } from '../world.js';
import { aDocument, applied, csv, OUTPATIENTS, rowsOf } from './residents.js';

const LINE = 'feed:outpatient-records';

describe('An upload as an operation', () => {
  let world: World;
  let operator: Browser;
  const visits = (prefix: string, count = 1) =>
    csv(...Array.from({ length: count }, (_, index) => ({ reference: `${prefix}-${index}`, document: aDocument() })));
  const send = (content: string, key?: string, feed = OUTPATIENTS) =>
    operator.upload(feed, 'records.csv', Buffer.from(content), key ? { 'idempotency-key': key } : {});
  const idOf = ({ body }: Answer) => String(body['id']);
  const operation = async (id: string) => (await operator.get(`/operations/${id}`)).body;
  const evidenceOf = (prefix: string) =>
    rowsOf(world, `SELECT reference FROM health_verdict.evidence WHERE reference LIKE '${prefix}-%'`);
  const inTransaction = <T>(work: Parameters<Transactions['run']>[0]) => world.app.get(Transactions).run(work) as T;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    operator = await world.signedIn('13900000001');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  /** Something of the same feed that nobody can apply, in the line before what comes now. */
  async function obstacle(): Promise<string> {
    const id = newId();
    const begun = { id, kind: 'nobody-knows', ownerId: HEALTH_INSURANCE, startedBy: newId(), line: LINE };
    await inTransaction((tx) => world.app.get(Operations).begin(tx, { ...begun, receivedAt: world.clock.now() }));
    await world.app.get(Operations).staged(id, 'x');
    return id;
  }

  it('is accepted as soon as all of it is here, and says then how far it is', async () => {
    const answer = await send(visits('A', 1500));
    expect(answer).toMatchObject({ status: 202, body: { kind: 'feed-file', total: 1500 } });
    expect(answer.headers['location']).toBe(`/api/operations/${idOf(answer)}`);
    await applied(operator, idOf(answer));
    expect(await operation(idOf(answer))).toMatchObject({
      state: 'applied',
      total: 1500,
      done: 1500,
      counts: { accepted: 1500, evidence: 1500 },
      cancellable: false,
      finishedAt: expect.any(String),
    });
  });

  it("is nobody else's", async () => {
    const id = idOf(await send(visits('B')));
    const administrator = await world.signedIn('13900000002');
    const refusal = { status: 404, body: { code: 'OPERATION.NOT_FOUND' } };
    expect(await administrator.get(`/operations/${id}`)).toMatchObject(refusal);
    expect(await administrator.post(`/operations/${id}/cancellation`)).toMatchObject(refusal);
    expect((await operator.get(`/operations/${newId()}`)).status).toBe(404);
    const scanner = await world.signedIn('13900000004');
    expect((await scanner.get(`/operations/${id}`)).status).toBe(403);
  });

  it('sent again under the same key is the same one; other content is refused', async () => {
    const [file, key] = [visits('C', 30), newId()];
    const first = await send(file, key);
    const again = await send(file, key);
    expect([again.status, idOf(again)]).toEqual([202, idOf(first)]);
    expect(await send(visits('C2'), key)).toMatchObject({ status: 409, body: { code: 'OPERATION.KEY_TAKEN' } });
    expect(await send(file, key, '/feeds/drug-purchases/batches')).toMatchObject({
      status: 409,
      body: { code: 'OPERATION.KEY_TAKEN' },
    });
    expect(idOf(await send(file, newId()))).not.toBe(idOf(first));
    expect(await send(file, 'ü')).toMatchObject({ status: 400, body: { code: 'OPERATION.BAD_KEY' } });
    await world.settle();
    expect(await evidenceOf('C2')).toEqual([]);
    expect(await evidenceOf('C')).toHaveLength(30);
  });

  it('that was refused leaves its key for the file that is put right; one that is still arriving does not', async () => {
    const [id, key] = [newId(), newId()];
    expect((await send('no,header\n', key)).status).toBe(422);
    expect((await send(visits('D'), key)).status).toBe(202);
    const begun = { id, kind: 'feed-file', ownerId: HEALTH_INSURANCE, startedBy: newId(), key: 'arriving' };
    await inTransaction((tx) => world.app.get(Operations).begin(tx, { ...begun, receivedAt: world.clock.now() }));
    expect(await send(visits('D2'), 'arriving')).toMatchObject({ status: 409, body: { code: 'OPERATION.UNDER_WAY' } });
  });

  it('has failed when its process has been silent, for the list and for its key alike', async () => {
    const [id, key, file] = [newId(), newId(), visits('K')];
    const begun = { id, kind: 'feed-file', ownerId: HEALTH_INSURANCE, startedBy: newId(), key };
    await inTransaction((tx) => world.app.get(Operations).begin(tx, { ...begun, receivedAt: world.clock.now() }));
    expect([await operation(id), (await send(file, key)).status]).toEqual([
      expect.objectContaining({ state: 'received' }),
      409,
    ]);
    await inTransaction((tx) =>
      sql`UPDATE platform.operation SET alive_at = now() - interval '13 seconds' WHERE id = ${id}`.execute(tx.db()),
    );
    expect(await operation(id)).toMatchObject({ state: 'failed', problem: { code: 'OPERATION.INTERRUPTED' } });
    const again = await send(file, key);
    expect(again.status).toBe(202);
    await applied(operator, idOf(again));
    expect(await evidenceOf('K')).toHaveLength(1);
  });

  it('that is cancelled is cancelled again, by several at once as well', async () => {
    const before = await obstacle();
    const id = idOf(await send(visits('L')));
    const cancelled = async () => {
      const { status, body } = await operator.post(`/operations/${id}/cancellation`);
      return [status, body['state']];
    };
    expect(await Promise.all([1, 2, 3, 4].map(cancelled))).toEqual([1, 2, 3, 4].map(() => [200, 'cancelled']));
    expect(await cancelled()).toEqual([200, 'cancelled']);
    await operator.post(`/operations/${before}/cancellation`);
  });

  it('that was cancelled while it arrived is the cancelled one again under its key', async () => {
    const [id, key] = [newId(), newId()];
    const begun = { id, kind: 'nobody-knows', ownerId: HEALTH_INSURANCE, startedBy: newId(), key };
    await inTransaction((tx) => world.app.get(Operations).begin(tx, { ...begun, receivedAt: world.clock.now() }));
    await operator.post(`/operations/${id}/cancellation`);
    expect(await send(visits('M'), key)).toMatchObject({ status: 202, body: { id, state: 'cancelled' } });
    await world.settle();
    expect(await evidenceOf('M')).toEqual([]);
  });

  it('can be cancelled until it is applied, and leaves nothing', async () => {
    const before = await obstacle();
    const id = idOf(await send(visits('E', 1200)));
    expect(await operation(id)).toMatchObject({ state: 'staged', cancellable: true });
    expect(await operator.post(`/operations/${id}/cancellation`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled', done: 0, cancellable: false },
    });
    expect(await rowsOf(world, `SELECT FROM health_verdict.staged_piece WHERE batch_id = '${id}'`)).toEqual([]);
    await operator.post(`/operations/${before}/cancellation`);
    const done = idOf(await send(visits('E2')));
    await applied(operator, done);
    expect(await evidenceOf('E')).toEqual([]);
    expect(await operator.post(`/operations/${done}/cancellation`)).toMatchObject({
      status: 409,
      body: { code: 'OPERATION.TOO_LATE' },
    });
  });

  it('waits for what came before it in the same feed, and holds up no other feed', async () => {
    const before = await obstacle();
    const second = idOf(await send(visits('F')));
    const other = [
      'reference,revision,document_type,document_number,drug,purchase_date,withdrawn',
      `F2,1,resident-id,${aDocument()},布洛芬,2020-02-10,0\n`,
    ].join('\n');
    await applied(operator, idOf(await send(other, undefined, '/feeds/drug-purchases/batches')));
    expect(await operation(second)).toMatchObject({ state: 'staged' });
    await operator.post(`/operations/${before}/cancellation`);
    expect((await applied(operator, second)).body).toMatchObject({ accepted: 1 });
  });

  it('has its place in the order in which files were all here, as everybody sees it', async () => {
    const [id, operations] = [newId(), world.app.get(Operations)];
    const begun = { id, kind: 'nobody-knows', ownerId: HEALTH_INSURANCE, startedBy: newId(), line: LINE };
    await inTransaction((tx) => operations.begin(tx, { ...begun, receivedAt: world.clock.now() }));
    let second: Promise<Answer> | undefined;
    await world.app.get(Transactions).run(async () => {
      await operations.staged(id, 'x'); // Not committed yet.
      second = apartFromTransactions(() => send(visits('G')));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await apartFromTransactions(() => evidenceOf('G'))).toEqual([]);
    });
    const later = idOf(await second!);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await operation(later)).toMatchObject({ state: 'staged' });
    await operator.post(`/operations/${id}/cancellation`);
    await applied(operator, later);
  });

  it('counts each piece once, also when a process dies with one in its hands', async () => {
    const [intake, runner] = [world.app.get(EvidenceIntake), world.app.get(OperationRunner)];
    const apply = intake.apply.bind(intake);
    const DEATHS = 2;
    let pieces = 0;
    intake.apply = async (tx, batch, rows) => {
      const counts = await apply(tx, batch, rows);
      if (++pieces <= DEATHS) throw new Error('dead after the piece was written, before it was committed');
      return counts;
    };
    const id = idOf(await send(visits('H', 2500)));
    await applied(operator, id);
    intake.apply = apply;
    expect(pieces).toBeGreaterThanOrEqual(DEATHS + 2);
    expect(await operation(id)).toMatchObject({ done: 2500, counts: { accepted: 2500, evidence: 2500 } });
    expect(await evidenceOf('H')).toHaveLength(2500);
    expect(await runner.step()).toBe(false);
  }, 30_000);

  it('is applied by one process at a time', async () => {
    const [files, runner] = [world.app.get(FeedFiles), world.app.get(OperationRunner)];
    const apply = files.apply.bind(files);
    let [at, most] = [0, 0];
    files.apply = async (tx, id) => {
      most = Math.max(most, ++at);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return apply(tx, id).finally(() => at--);
    };
    const id = idOf(await send(visits('I', 3000)));
    await Promise.all([1, 2, 3].map(() => runner.drain()));
    await applied(operator, id);
    files.apply = apply;
    expect(most).toBe(1);
    expect(await operation(id)).toMatchObject({ done: 3000, counts: { accepted: 3000 } });
  });

  it('says how fast it goes', async () => {
    const { body } = await applied(operator, idOf(await send(visits('J', 4000))));
    const rows = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM platform.operation WHERE id = '${String(body['id'])}'`,
    );
    await inTransaction((tx) =>
      sql`UPDATE platform.operation SET applying_at = finished_at - interval '2 seconds' WHERE id = ${rows[0]!.id}`.execute(
        tx.db(),
      ),
    );
    expect(await operation(String(body['id']))).toMatchObject({ rate: 2000 });
  });
});
