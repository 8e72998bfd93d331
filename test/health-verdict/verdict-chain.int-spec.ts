import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { firstBroken, type KeptVerdict, leafOf } from '../../src/health-verdict/application/verdict/verdict-chain.js';
import type { ActiveCause } from '../../src/health-verdict/domain/timeline.js';
import { Migrator } from '../../src/platform/persistence/migrator.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { dropDatabase, freshDatabase } from '../databases.js';
import { type Browser, World } from '../world.js';
import { aClaim, aDocument, aResident, csv, rowsOf, handIn } from './residents.js';

interface Row {
  seq: number;
  shape: number;
  from: string;
  colour: string;
  causes: ActiveCause[];
  version: number;
  salt: Buffer | null;
  leaf: Buffer | null;
  hash: Buffer;
}

const ROWS = `
  SELECT v.seq, v.shape, to_char(v.from_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS from, v.colour, v.causes, v.rule_version AS version, v.salt, v.leaf, v.hash
  FROM health_verdict.verdict v WHERE v.subject_id = '%' ORDER BY v.seq`;

function kept({ seq, shape, from, colour, causes, version, salt, leaf, hash }: Row): KeptVerdict {
  if (leaf) return { seq, leaf, hash };
  return { seq, shape, salt: salt!, hash, segment: { from, colour, causes, ruleVersion: version } };
}

/** As verdicts were chained before they had a shape. */
function chainedThen(before: Buffer, salt: Buffer, facts: readonly unknown[]): Buffer {
  const leaf = createHash('sha256').update(salt).update(JSON.stringify(facts)).digest();
  return createHash('sha256').update(before).update(leaf).digest();
}

describe('The chain of verdicts', () => {
  let world: World;
  let operator: Browser;
  let subject: string;

  const upload = (content: string) => handIn(operator, content);
  const change = (statement: string) =>
    world.app.get(Transactions).run((tx) => sql.raw(statement.replaceAll('%', subject)).execute(tx.db()));
  const broken = async () => {
    const rows = await rowsOf<Row>(world, ROWS.replace('%', subject));
    const [timeline] = await rowsOf<{ last_seq: number }>(
      world,
      `SELECT last_seq FROM health_verdict.timeline WHERE subject_id = '${subject}'`,
    );
    return firstBroken(subject, rows.map(kept), timeline!.last_seq);
  };

  /** Five verdicts: orange and green in the shape of before, orange, green and orange in the shape of now. */
  beforeAll(async () => {
    world = await World.start({ demo: true });
    world.clock.moveTo('2020-02-12T10:00:00+08:00');
    operator = await world.signedIn('13900000001');
    const document = aDocument();
    const person = await aResident(world, { document });
    await person.browser.post('/code', aClaim());
    const told = (revision: number, withdrawn: 0 | 1) =>
      upload(csv({ reference: `K-${person.id}`, document, revision, date: '2020-02-11', withdrawn }));
    await told(1, 0);
    await told(2, 1);
    [{ id: subject }] = (await rowsOf<{ id: string }>(
      world,
      `SELECT subject_id AS id FROM health_verdict.code WHERE resident_id = '${person.id}'`,
    )) as [{ id: string }];
    await asBefore();
    for (const [revision, withdrawn] of [
      [3, 0],
      [4, 1],
      [5, 0],
    ] as const)
      await told(revision, withdrawn);
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  });

  /** What is changed in a test is as before after it. */
  async function undone(test: () => Promise<void>): Promise<void> {
    const rolledBack = new Error('rolled back');
    const run = world.app.get(Transactions).run(async () => {
      await test();
      throw rolledBack;
    });
    await expect(run).rejects.toBe(rolledBack);
  }

  async function asBefore(): Promise<void> {
    let before: Buffer = Buffer.alloc(32);
    for (const { seq, from, colour, causes, version, salt } of await rowsOf<Row>(world, ROWS.replace('%', subject))) {
      const numbers = causes.map(({ cause }) => cause);
      before = chainedThen(before, salt!, [seq, from, colour, numbers, version]);
      await change(
        `UPDATE health_verdict.verdict SET shape = 0, hash = '\\x${before.toString('hex')}', causes = '${JSON.stringify(numbers.map((cause) => ({ cause })))}'
         WHERE subject_id = '%' AND seq = ${seq}`,
      );
    }
  }

  it('holds over rows of both shapes', async () => {
    const rows = await rowsOf<Row>(world, ROWS.replace('%', subject));
    expect(rows.map(({ shape, colour }) => [shape, colour])).toEqual([
      [0, 'orange'],
      [0, 'green'],
      [1, 'orange'],
      [1, 'green'],
      [1, 'orange'],
    ]);
    expect(await broken()).toBeUndefined();
  });

  it.each([
    ['a colour of before', `colour = 'green'`, 1],
    ['a time of before', `from_at = from_at + interval '1 ms'`, 1],
    ['the cause of before', `causes = '[{"cause": 1}]'`, 1],
    ['a version of before', 'rule_version = 2', 2],
    ['a salt of before', `salt = '\\x00112233445566778899aabbccddeeff'`, 2],
    ['a shape of before', 'shape = 1', 1],
    ['a colour', `colour = 'orange'`, 4],
    ['a time', `from_at = from_at - interval '1 ms'`, 3],
    ['a number of a cause', `causes = jsonb_set(causes, '{0,cause}', '6')`, 3],
    ['the colour of a cause', `causes = jsonb_set(causes, '{0,colour}', '"green"')`, 3],
    ['the day of a cause', `causes = jsonb_set(causes, '{0,from}', '"2020-02-09T16:00:00.000Z"')`, 3],
    ['the end of a cause', `causes = jsonb_set(causes, '{0,until}', '"2020-02-26T16:00:00.000Z"')`, 5],
    ['an end taken away', `causes = causes #- '{0,until}'`, 5],
    ['the version of a cause', `causes = jsonb_set(causes, '{0,ruleVersion}', '2')`, 3],
    ['a cause taken away', `causes = '[]'`, 3],
    ['a version', 'rule_version = 2', 4],
    ['a salt', `salt = '\\x00112233445566778899aabbccddeeff'`, 5],
    ['a shape', 'shape = 0', 3],
    ['a shape that nobody wrote', 'shape = 2', 4],
    ['a hash', `hash = sha256('another')`, 2],
  ])('tells %s that was changed', (_what, changed, seq) =>
    undone(async () => {
      await change(`UPDATE health_verdict.verdict SET ${changed} WHERE subject_id = '%' AND seq = ${seq}`);
      expect(await broken()).toBe(seq);
    }),
  );

  it.each([1, 3, 5])('tells that number %i was removed, and the last one too', (seq) =>
    undone(async () => {
      await change(`DELETE FROM health_verdict.verdict WHERE subject_id = '%' AND seq = ${seq}`);
      expect(await broken()).toBe(seq);
    }),
  );

  it('tells two that changed places', () =>
    undone(async () => {
      await change(`UPDATE health_verdict.verdict SET seq = 9 WHERE subject_id = '%' AND seq = 3`);
      await change(`UPDATE health_verdict.verdict SET seq = 3 WHERE subject_id = '%' AND seq = 5`);
      await change(`UPDATE health_verdict.verdict SET seq = 5 WHERE subject_id = '%' AND seq = 9`);
      expect(await broken()).toBe(3);
    }));

  it('tells one too many, at its end as well', () =>
    undone(async () => {
      await change(
        `INSERT INTO health_verdict.verdict (subject_id, seq, shape, from_at, colour, causes, rule_version, salt, hash)
       SELECT subject_id, 6, shape, from_at, colour, causes, rule_version, salt, hash FROM health_verdict.verdict WHERE subject_id = '%' AND seq = 5`,
      );
      expect(await broken()).toBe(6);
    }));

  it('has no number twice', () =>
    undone(async () => {
      await expect(
        change(
          `INSERT INTO health_verdict.verdict (subject_id, seq, shape, from_at, colour, causes, rule_version, salt, hash)
         SELECT subject_id, seq, shape, from_at, colour, causes, rule_version, salt, hash FROM health_verdict.verdict WHERE subject_id = '%' AND seq = 5`,
        ),
      ).rejects.toThrow('verdict_pkey');
    }));

  it('belongs to one person: a verdict is not taken for that of another', () =>
    undone(async () => {
      const rows = (await rowsOf<Row>(world, ROWS.replace('%', subject))).map(kept);
      expect(firstBroken('01900000-0000-7000-8000-00000000ffff', rows, 5)).toBe(3);
    }));

  it('still holds when a person is erased, and nothing of a verdict is left but its leaf', () =>
    undone(async () => {
      for (const row of await rowsOf<Row>(world, ROWS.replace('%', subject))) {
        const verdict = kept(row);
        const leaf = 'leaf' in verdict ? verdict.leaf : leafOf(subject, verdict)!;
        await change(
          `UPDATE health_verdict.verdict SET leaf = '\\x${leaf.toString('hex')}', salt = NULL, from_at = NULL, colour = NULL, causes = NULL WHERE subject_id = '%' AND seq = ${row.seq}`,
        );
        expect(await broken()).toBeUndefined();
      }
      await change(`UPDATE health_verdict.verdict SET seq = 7 WHERE subject_id = '%' AND seq = 5`);
      expect(await broken()).toBe(5);
      await change(`UPDATE health_verdict.verdict SET leaf = sha256('another') WHERE subject_id = '%' AND seq = 2`);
      expect(await broken()).toBe(2);
      await expect(
        change(`UPDATE health_verdict.verdict SET colour = 'green' WHERE subject_id = '%' AND seq = 1`),
      ).rejects.toThrow('verdict_whole_or_erased');
    }));
});

describe('Verdicts and rules that were there before', () => {
  it('are taken over: verdicts verify, causes say their version, versions of causes make books', async () => {
    const url = await freshDatabase((name) => name < '0065');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const subject = '01900000-0000-7000-8000-00000000c001';
      const facts = [1, '2020-02-12T02:00:00.000Z', 'orange', [5, 6], 1] as const;
      const hash = chainedThen(Buffer.alloc(32), Buffer.alloc(16, 7), facts);
      const segments = [{ from: facts[1], colour: 'orange', causes: [{ cause: 5, from: facts[1] }], ruleVersion: 1 }];
      await client.query('INSERT INTO health_verdict.subject (id, created_at) VALUES ($1, now())', [subject]);
      await client.query(
        `INSERT INTO health_verdict.verdict (subject_id, seq, from_at, colour, causes, rule_version, salt, hash) VALUES ($1, 1, $2, 'orange', '{5,6}', 1, $3, $4)`,
        [subject, facts[1], Buffer.alloc(16, 7), hash],
      );
      await client.query(`INSERT INTO health_verdict.timeline (subject_id, segments, last_seq) VALUES ($1, $2, 1)`, [
        subject,
        JSON.stringify(segments),
      ]);
      await client.query(
        `INSERT INTO health_verdict.rule SELECT cause, 2, kinds, colour, 21, until_released, title, source, way_back, legal_basis, '2020-03-01T00:00:00+08:00'
         FROM health_verdict.rule WHERE cause = 5`,
      );
      await new Migrator(url).migrate();
      const { rows } = await client.query<Row>(ROWS.replace('%', subject));
      expect(firstBroken(subject, rows.map(kept), 1)).toBeUndefined();
      expect((await client.query('SELECT segments FROM health_verdict.timeline')).rows).toEqual([
        { segments: [{ ...segments[0], causes: [{ ...segments[0]!.causes[0], colour: 'orange', ruleVersion: 1 }] }] },
      ]);
      const books = await client.query(
        `SELECT v.version, v.effective_from::date::text AS from, count(*)::int AS causes, max(r.window_days) FILTER (WHERE r.cause = 5) AS days
         FROM health_verdict.rule_version v JOIN health_verdict.rule r USING (version) GROUP BY 1, 2 ORDER BY 1`,
      );
      expect(books.rows).toMatchObject([
        { version: 1, causes: 6, days: 14 },
        { version: 2, causes: 6, days: 21 },
      ]);
    } finally {
      await client.end();
      await dropDatabase(url);
    }
  }, 120_000);
});
