import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Judgement } from '../../src/health-verdict/application/verdict/judgement.js';
import { RuleBooks } from '../../src/health-verdict/application/verdict/rule-books.js';
import { TurnSweep } from '../../src/health-verdict/application/verdict/turn-sweep.js';
import { apartFromTransactions as apart, Transactions } from '../../src/platform/persistence/transactions.js';
import { DONGJIEKOU, Phone, Scanner } from '../checkpoint/at-the-checkpoint.js';
import { type Browser, World } from '../world.js';
import { aClaim, aResident, csv, PASSWORD, type Person, rowsOf } from './residents.js';

const shanghai = (local: string) => `${local}+08:00`;
const utc = (local: string) => new Date(shanghai(local)).toISOString();

/** Changes of the first version's rows, as SQL: the columns of `health_verdict.rule` that a version of a test has otherwise. */
interface Version {
  readonly status?: 'draft' | 'approved' | 'staged';
  readonly begins: string;
  readonly instead?: Readonly<Record<string, string>>;
}

describe('The rule book', () => {
  let world: World;
  let operator: Browser;
  let visits = 0;

  const write = (statement: string) => world.app.get(Transactions).run((tx) => sql.raw(statement).execute(tx.db()));
  const forget = () => world.app.get(RuleBooks).forget();

  async function version(number: number, { status = 'staged', begins, instead = {} }: Version): Promise<void> {
    const columns = 'cause, kinds, colour, window_days, until_released, title, source, way_back, legal_basis';
    const values = columns.split(', ').map((column) => instead[column] ?? column);
    await write(`
      INSERT INTO health_verdict.rule_version (version, status, effective_from, approved_by) VALUES (${number}, '${status}', '${shanghai(begins)}', '{"zh": "省卫健委", "en": "Health commission"}');
      INSERT INTO health_verdict.rule (version, ${columns}) SELECT ${number}, ${values.join(', ')} FROM health_verdict.rule WHERE version = 1`);
    forget();
  }

  async function claimed(): Promise<Person> {
    const person = await aResident(world);
    await person.browser.post('/code', aClaim());
    return person;
  }

  async function hears({ document }: Person, date: string): Promise<void> {
    visits += 1;
    const file = Buffer.from(csv({ reference: `RB-${visits}`, document, date }));
    await operator.upload('/feeds/outpatient-records/batches', 'records.csv', file);
    await world.settle();
  }

  const view = async ({ browser }: Person) => (await browser.get('/code')).body;
  const history = ({ id }: Person) =>
    rowsOf<{ seq: number; colour: string; version: number; causes: { cause: number; ruleVersion: number }[] }>(
      world,
      `SELECT v.seq, v.colour, v.rule_version AS version, v.causes FROM health_verdict.verdict v JOIN health_verdict.code c USING (subject_id) WHERE c.resident_id = '${id}' ORDER BY seq`,
    );
  const summary = async (person: Person) =>
    (await history(person)).map(({ colour, version: by, causes }) => [
      colour,
      by,
      ...causes.map(({ cause, ruleVersion }) => [cause, ruleVersion]),
    ]);
  async function swept(): Promise<void> {
    await world.app.get(TurnSweep).run();
    await world.settle();
  }

  beforeAll(async () => {
    world = await World.start({ demo: true });
    world.clock.moveTo(shanghai('2020-02-12T10:00:00'));
    operator = await world.signedIn('13900000001');
  }, 120_000);
  beforeEach(() => world.clock.moveTo(shanghai('2020-02-12T10:00:00')));
  afterEach(async () => {
    await write(`
      DELETE FROM health_verdict.rule WHERE version > 1; DELETE FROM health_verdict.rule_version WHERE version > 1;
      DELETE FROM health_verdict.colour WHERE key IN ('yellow', 'red')`);
    forget();
  });
  afterAll(() => world?.stop());

  it('is named by every verdict and every cause, on the page as in the history', async () => {
    const person = await claimed();
    expect(await view(person)).toMatchObject({ colour: 'green', ruleVersion: 1, causes: [] });
    await hears(person, '2020-02-10');
    expect(await view(person)).toMatchObject({
      ruleVersion: 1,
      causes: [{ cause: 5, from: utc('2020-02-10T00:00:00'), ruleVersion: 1 }],
    });
    expect(await summary(person)).toEqual([['orange', 1, [5, 1]]]);
  });

  it('switches at its moment: evidence of before and after is judged by both, each verdict names its own', async () => {
    await version(2, {
      begins: '2020-02-20T12:00:00',
      instead: { window_days: `CASE cause WHEN 5 THEN 21 ELSE window_days END` },
    });
    const [before, after] = [await claimed(), await claimed()];
    await hears(before, '2020-02-10');
    expect(await view(before)).toMatchObject({
      colour: 'orange',
      until: utc('2020-03-03T00:00:00'),
      causes: [{ until: utc('2020-02-25T00:00:00'), ruleVersion: 1 }],
    });
    world.clock.moveTo(new Date(Date.parse(shanghai('2020-02-20T12:00:00')) - 3000));
    expect(await view(before)).toMatchObject({ ruleVersion: 1 });
    world.clock.moveTo(shanghai('2020-02-20T12:00:00'));
    expect(await view(before)).toMatchObject({
      ruleVersion: 2,
      causes: [{ from: utc('2020-02-10T00:00:00'), until: utc('2020-03-03T00:00:00'), ruleVersion: 2 }],
    });
    await hears(after, '2020-02-20');
    await swept();
    expect(await summary(before)).toEqual([
      ['orange', 1, [5, 1]],
      ['orange', 2, [5, 2]],
    ]);
    expect(await summary(after)).toEqual([['orange', 2, [5, 2]]]);
    world.clock.moveTo(new Date(Date.parse(shanghai('2020-03-03T00:00:00')) - 3000));
    expect(await view(before)).toMatchObject({ colour: 'orange' });
    world.clock.moveTo(shanghai('2020-03-03T00:00:00'));
    expect(await view(before)).toMatchObject({ colour: 'green', ruleVersion: 2 });
  });

  it('writes no verdict for a version that says the same, and explains in the words in force', async () => {
    const person = await claimed();
    await hears(person, '2020-02-11');
    await version(2, { begins: '2020-02-13T00:00:00', instead: { title: `'{"zh": "新的说法", "en": "New words"}'` } });
    world.clock.moveTo(shanghai('2020-02-14T09:00:00'));
    await swept();
    await hears(person, '2020-02-11');
    expect(await summary(person)).toEqual([['orange', 1, [5, 1]]]);
    expect(await view(person)).toMatchObject({
      ruleVersion: 1,
      causes: [{ ruleVersion: 1, title: { en: 'New words' } }],
    });
    await hears(person, '2020-02-13');
    expect(await summary(person)).toEqual([
      ['orange', 1, [5, 1]],
      ['orange', 2, [5, 2]],
    ]);
  });

  it.each(['draft', 'approved'] as const)('judges nobody by a version that is only %s', async (status) => {
    await version(2, { status, begins: '2020-02-03T00:00:00', instead: { window_days: '1' } });
    const person = await claimed();
    await hears(person, '2020-02-10');
    expect(await view(person)).toMatchObject({ colour: 'orange', ruleVersion: 1 });
  });

  it('dates a verdict when it is made: not before the one that it had to wait for', async () => {
    const person = await claimed();
    await hears(person, '2020-02-10');
    const [subject] = await rowsOf<{ id: string }>(
      world,
      `SELECT subject_id AS id FROM health_verdict.code WHERE resident_id = '${person.id}'`,
    );
    let judged: Promise<void> | undefined;
    await version(2, { begins: '2020-02-12T09:00:00', instead: { window_days: '3' } });
    const [transactions, judgement] = [world.app.get(Transactions), world.app.get(Judgement)];
    const lock = transactions.run(async (tx) => {
      await sql`SELECT FROM health_verdict.subject WHERE id = ${subject!.id} FOR UPDATE`.execute(tx.db());
      judged = apart(() => transactions.run((other) => judgement.judge(other, [subject!.id])));
      await waitingFor(1);
      world.clock.moveTo(shanghai('2020-02-12T11:00:00'));
    });
    await lock;
    await judged;
    const [last] = await rowsOf<{ at: Date }>(
      world,
      `SELECT from_at AS at FROM health_verdict.verdict WHERE subject_id = '${subject!.id}' ORDER BY seq DESC LIMIT 1`,
    );
    expect(new Date(last!.at).getTime()).toBeGreaterThanOrEqual(Date.parse(shanghai('2020-02-12T11:00:00')));
  });

  /** Sessions of the database that wait for a lock. */
  async function waitingFor(count: number): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const waiting = await apart(() =>
        rowsOf(world, `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`),
      );
      if (waiting.length >= count) return;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error('nobody waits');
  }

  describe('with three colours', () => {
    /** A visit is red for three days and yellow until the end of its fourteen. */
    beforeEach(async () => {
      await write(`
        INSERT INTO health_verdict.colour (key, rank, name, verdict, icon) VALUES
          ('yellow', 2, '{"zh": "黄色", "en": "Yellow"}', '{"zh": "需要查验", "en": "To be looked at"}', 'look'),
          ('red', 3, '{"zh": "红色", "en": "Red"}', '{"zh": "不得通行", "en": "Stop"}', 'stop')`);
      await version(2, {
        begins: '2020-02-12T00:00:00',
        instead: {
          colour: `CASE cause WHEN 1 THEN 'red' ELSE 'yellow' END`,
          kinds: `CASE cause WHEN 1 THEN '{fever-clinic-visit}' ELSE kinds END`,
          window_days: `CASE cause WHEN 1 THEN 3 ELSE window_days END`,
        },
      });
    });

    it('shows the worst, says what it is called and what it turns into, and tells the person each time', async () => {
      const person = await claimed();
      await hears(person, '2020-02-10');
      expect(await view(person)).toMatchObject({
        colour: 'red',
        colourWords: {
          key: 'red',
          rank: 3,
          name: { zh: '红色', en: 'Red' },
          verdict: { zh: '不得通行' },
          icon: 'stop',
        },
        until: utc('2020-02-14T00:00:00'),
        nextColourWords: { key: 'yellow', name: { en: 'Yellow' } },
        causes: [
          { cause: 1, colour: 'red', colourWords: { rank: 3 } },
          { cause: 5, colour: 'yellow', colourWords: { name: { zh: '黄色' } } },
        ],
      });
      world.clock.moveTo(shanghai('2020-02-14T00:00:00'));
      expect(await view(person)).toMatchObject({
        colour: 'yellow',
        nextColourWords: { key: 'green', rank: 0 },
        causes: [{ cause: 5 }],
      });
      await swept();
      expect((await history(person)).map(({ colour }) => colour)).toEqual(['red', 'yellow']);
      const letters = (await person.browser.get('/messages')).body['items'] as unknown as { title: { zh: string } }[];
      expect(letters.map(({ title }) => title.zh)).toEqual(
        expect.arrayContaining(['您的健康码已转为红色', '您的健康码已转为黄色']),
      );
    });

    it('lists them in the order of severity, for whoever offers or explains them', async () => {
      const { status, body } = await world.browser().get('/colours');
      expect([status, (body['items'] as unknown as { key: string }[]).map(({ key }) => key)]).toEqual([
        200,
        ['green', 'orange', 'yellow', 'red'],
      ]);
    });

    it('is read at a gate with words and severity, and found among the records', async () => {
      const person = await claimed();
      await hears(person, '2020-02-10');
      world.clock.moveTo(shanghai('2020-02-15T08:00:00'));
      const phone = await Phone.of(world, person.mobile, PASSWORD);
      const scanner = await Scanner.at(world, '13900000004', DONGJIEKOU);
      const yellow = { key: 'yellow', rank: 2, name: { zh: '黄色', en: 'Yellow' } };
      const shown = await phone.presentation();
      const scanned = await scanner.scan(shown);
      expect(scanned).toMatchObject({
        status: 200,
        body: { colour: 'yellow', colourWords: yellow, ruleVersion: 2 },
      });
      const administrator = await world.signedIn('13900000002');
      const found = async (colour: string) =>
        (await administrator.get(`/scan-records?colour=${colour}`)).body['items'] as unknown as object[];
      expect(await found('yellow')).toMatchObject([{ colour: 'yellow', colourWords: yellow }]);
      expect(await found('red')).toEqual([]);
    });
  });
});
