import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Migrator } from '../../src/platform/persistence/migrator.js';
import { dropDatabase, freshDatabase } from '../databases.js';

const id = (tail: number) => `01900000-0000-7000-8000-0000000000${String(tail).padStart(2, '0')}`;
const [SICK, DENTIST, WITHDRAWN, HOLDER] = [id(1), id(2), id(3), id(4)];
const [APPLIED, UNDER_WAY, BROKEN] = [id(11), id(12), id(13)];

/** What had been taken in before feeds were descriptions and uploads were operations. */
describe('A database with outpatient records', () => {
  let url: string;
  let client: pg.Client;
  const all = async (text: string) => (await client.query<Record<string, unknown>>(text)).rows;

  beforeAll(async () => {
    url = await freshDatabase((name) => name < '0049');
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`
      INSERT INTO health_verdict.fever_department VALUES ('旧发热室', '2020-01-15', '2020-02-01', 'spec');
      INSERT INTO health_verdict.subject SELECT unnest('{${SICK},${DENTIST},${WITHDRAWN},${HOLDER}}'::uuid[]), now();
      INSERT INTO health_verdict.subject_document SELECT decode(md5(id::text), 'hex'), id, 'resident-id', '' FROM health_verdict.subject;
      INSERT INTO health_verdict.code (id, resident_id, subject_id, serial, masked_name, document_ends, digits_key, claimed_at, initial_area)
        VALUES ('${HOLDER}', '${HOLDER}', '${HOLDER}', '123456789', '何*', '350***', '', now(), '350102');
      INSERT INTO health_verdict.batch (id, feed, operator_id, received_at, status, accepted, rejected, evidence, failure, place) VALUES
        ('${APPLIED}', 'outpatient-records', '${id(20)}', now(), 'applied', 4, 2, 2, NULL, 1),
        ('${UNDER_WAY}', 'outpatient-records', '${id(20)}', now(), 'received', 0, 0, 0, NULL, 2),
        ('${BROKEN}', 'outpatient-records', '${id(20)}', now(), 'failed', 0, 0, 0, 'FEED.INTERRUPTED', NULL);
      INSERT INTO health_verdict.batch_row (batch_id, line, reference, result, code) VALUES
        ('${APPLIED}', 2, 'r-1', 'accepted', NULL), ('${APPLIED}', 6, 'r-5', 'rejected', 'ROW.LACKS_VISIT_DATE'), ('${APPLIED}', 7, 'r-6', 'rejected', 'ROW.DEPARTMENT'),
        ('${UNDER_WAY}', 2, 'r-9', 'staged', NULL);
      INSERT INTO health_verdict.staged_evidence (batch_id, line, reference, revision, document_type, document, document_hash, kind, department, happened_on, withdrawn)
        VALUES ('${UNDER_WAY}', 2, 'r-9', 1, 'resident-id', '', '', 'fever-clinic-visit', '发热门诊', '2020-02-10', false);
      INSERT INTO health_verdict.evidence (feed, reference, revision, subject_id, kind, department, happened_on, withdrawn, content_hash, batch_id, recorded_at) VALUES
        ('outpatient-records', 'r-1', 1, '${SICK}', 'fever-clinic-visit', '发热门诊', '2020-02-10', false, '\\x01', '${APPLIED}', now()),
        ('outpatient-records', 'r-2', 1, '${DENTIST}', 'outpatient-visit', NULL, '2020-02-10', false, '\\x02', '${APPLIED}', now()),
        ('outpatient-records', 'r-3', 1, '${WITHDRAWN}', 'fever-clinic-visit', '旧发热室', '2020-01-20', false, '\\x03', '${APPLIED}', now()),
        ('outpatient-records', 'r-3', 2, '${WITHDRAWN}', 'fever-clinic-visit', '旧发热室', '2020-01-20', true, '\\x04', '${APPLIED}', now()),
        ('outpatient-records', 'r-4', 1, '${HOLDER}', 'outpatient-visit', NULL, '2020-02-10', false, '\\x05', '${APPLIED}', now())`);
    await new Migrator(url).migrate();
  }, 120_000);
  afterAll(async () => {
    await client?.end();
    if (url) await dropDatabase(url);
  });

  it('keeps every revision as a record, and only what was evidence as evidence, with the entry that made it', async () => {
    expect(
      await all(`SELECT reference, revision, withdrawn FROM health_verdict.record ORDER BY reference, revision`),
    ).toEqual([
      { reference: 'r-1', revision: 1, withdrawn: false },
      { reference: 'r-2', revision: 1, withdrawn: false },
      { reference: 'r-3', revision: 1, withdrawn: false },
      { reference: 'r-3', revision: 2, withdrawn: true },
      { reference: 'r-4', revision: 1, withdrawn: false },
    ]);
    expect(await all(`SELECT reference, revision, list_entry FROM health_verdict.evidence ORDER BY reference`)).toEqual(
      [
        { reference: 'r-1', revision: 1, list_entry: expect.stringMatching(/^fever-departments\/\d\/发热门诊$/) },
        { reference: 'r-3', revision: 1, list_entry: expect.stringMatching(/^fever-departments\/\d\/旧发热室$/) },
      ],
    );
  });

  it('forgets people of whom only a harmless visit was known', async () => {
    const left = [SICK, WITHDRAWN, HOLDER].map((subject) => ({ id: subject }));
    expect(await all('SELECT id FROM health_verdict.subject ORDER BY id')).toEqual(left);
    expect(await all('SELECT subject_id AS id FROM health_verdict.subject_document ORDER BY 1')).toEqual(left);
  });

  it('has the list of each day', async () => {
    expect(
      await all(`SELECT v.effective_from::text AS day, bool_or(e.name = '旧发热室') AS old, bool_or(e.name = '发热门诊') AS fever
                 FROM health_verdict.list_version v JOIN health_verdict.list_entry e USING (list, version) WHERE list = 'fever-departments' GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { day: '2020-01-01', old: false, fever: true },
      { day: '2020-01-15', old: true, fever: true },
      { day: '2020-02-01', old: false, fever: true },
    ]);
  });

  it('says of each upload how it ended; one under way is sent again', async () => {
    expect(
      await all(
        `SELECT id, state, done, (counts ->> 'accepted')::int AS accepted, failure FROM platform.operation ORDER BY id`,
      ),
    ).toEqual([
      { id: APPLIED, state: 'applied', done: 6, accepted: 4, failure: null },
      { id: UNDER_WAY, state: 'failed', done: 0, accepted: 0, failure: 'FEED.UPGRADED' },
      { id: BROKEN, state: 'failed', done: 0, accepted: 0, failure: 'OPERATION.INTERRUPTED' },
    ]);
    expect(await all(`SELECT line, code, column_name FROM health_verdict.batch_row ORDER BY line`)).toEqual([
      { line: 2, code: null, column_name: null },
      { line: 6, code: 'ROW.LACKS', column_name: 'visit_date' },
      { line: 7, code: 'ROW.TEXT', column_name: 'department' },
    ]);
  });
});
