import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { KEPT as VERDICT_KEPT } from '../src/health-verdict/application/retention.js';
import { GUESSES_KEPT_DAYS } from '../src/checkpoint/application/scanning/forget-digit-guesses.js';
import { TRACES } from '../src/identity/application/forget-traces.js';
import { IdentityRetention, KEPT as IDENTITY_KEPT } from '../src/identity/application/retention.js';
import { FORGOTTEN_AFTER_SECONDS } from '../src/identity/domain/lockout.js';
import { FieldCipher } from '../src/platform/crypto/field-cipher.js';
import { newId } from '../src/platform/kernel/ids.js';
import { KEPT_DAYS } from '../src/platform/messaging/outbox-partitions.js';
import { Sweeps } from '../src/platform/messaging/sweeps.js';
import { Transactions } from '../src/platform/persistence/transactions.js';
import { rowsOf } from './health-verdict/residents.js';
import { worldForAll } from './world-for-all.js';

const ROOT = join(import.meta.dirname, '..');
const SCHEMAS = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
  .filter((it) => it.isDirectory())
  .map(({ name }) => name.replaceAll('-', '_'));
const page = readFileSync(join(ROOT, 'docs', 'data-protection.md'), 'utf8');
const DAY_MS = 86_400_000;

interface Row {
  readonly table: string;
  readonly text: string;
  readonly kept: string;
  readonly job: string;
}

describe('docs/data-protection.md', () => {
  const world = worldForAll({ demo: true });

  it('has every table of the database, and no other', async () => {
    expect(
      rows()
        .map(({ table }) => table)
        .sort(),
    ).toEqual((await tables()).sort());
  });

  it('says of every field of bytes how it is protected', async () => {
    const columns = await rowsOf<{ table: string; column: string }>(
      world(),
      `SELECT table_schema || '.' || table_name AS table, column_name AS column FROM information_schema.columns WHERE data_type = 'bytea' AND table_schema IN (${list(SCHEMAS)})`,
    );
    const known = new Set(await tables());
    const unsaid = columns.filter(
      ({ table, column }) =>
        known.has(table) && !rows().some((row) => row.table === table && row.text.includes(`\`${column}\``)),
    );
    expect(columns.length).toBeGreaterThan(20);
    expect(unsaid).toEqual([]);
  });

  it('states the periods that jobs enforce, and calls no other enforced', () => {
    const enforced = rows()
      .filter(({ kept }) => /^\d+ days?\b/.test(kept))
      .map(({ table, kept, job }) => `${table} ${parseInt(kept)} ${job}`);
    expect(enforced.sort()).toEqual(inCode().sort());
    expect(rows().filter(({ kept, job }) => kept.startsWith('meant') && job !== 'none')).toEqual([]);
  });

  it('names the jobs that run', () => {
    const named = new Set([...page.matchAll(/`([A-Z][a-z]\w+)`/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual(running().sort());
  });

  it('has what identity forgets behind it: sessions, messages, demo messages', async () => {
    const transactions = world().app.get(Transactions);
    const retention = world().app.get(IdentityRetention);
    const [fresh, old] = [newId(), newId()];
    for (const id of [fresh, old]) await leaveTraces(id);
    for (const { table, column, days } of IDENTITY_KEPT) {
      for (const [id, age] of [
        [fresh, days - 1],
        [old, days + 1],
      ] as const) {
        const at = new Date(world().clock.now().getTime() - age * DAY_MS);
        await transactions.run((tx) =>
          sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${at} WHERE id = ${id}`.execute(tx.db()),
        );
      }
    }
    await retention.run();
    for (const { table } of IDENTITY_KEPT)
      expect(await rowsOf(world(), `SELECT id FROM ${table} WHERE id IN (${list([fresh, old])})`)).toEqual([
        { id: fresh },
      ]);
  });

  /** In each table that identity clears, one row of that id. */
  async function leaveTraces(id: string): Promise<void> {
    const [now, box] = [world().clock.now(), world().app.get(FieldCipher).encrypt('13800000009', 'demo-sms')];
    await world()
      .app.get(Transactions)
      .run(async (tx) => {
        await sql`
        INSERT INTO identity.session (id, token_hash, account_id, capacity_id, created_at, last_seen_at, expires_at)
        SELECT ${id}, decode(md5(${id}), 'hex'), account_id, id, ${now}, ${now}, ${now} FROM identity.capacity LIMIT 1
      `.execute(tx.db());
        await sql`INSERT INTO identity.message (id, resident_id, title, body, sent_at) VALUES (${id}, ${newId()}, '{}', '{}', ${now})`.execute(
          tx.db(),
        );
        await sql`INSERT INTO identity.demo_sms (id, mobile, content, sent_at) VALUES (${id}, ${box}, ${box}, ${now})`.execute(
          tx.db(),
        );
      });
  }

  /** A partition is its table. */
  async function tables(): Promise<string[]> {
    const found = await rowsOf<{ table: string }>(
      world(),
      `SELECT t.table_schema || '.' || t.table_name AS table FROM information_schema.tables t
       JOIN pg_class c ON c.relname = t.table_name AND c.relnamespace = t.table_schema::regnamespace
       WHERE t.table_type = 'BASE TABLE' AND NOT c.relispartition AND t.table_schema IN (${list(SCHEMAS)})`,
    );
    return found.map(({ table }) => table);
  }

  function running(): string[] {
    return world()
      .app.get(Sweeps)
      .all()
      .map(({ name }) => name);
  }

  /** What the running jobs hold to. */
  function inCode(): string[] {
    const periods = [
      ...VERDICT_KEPT.map(({ table, days }) => ['Retention', `health_verdict.${table} ${days}`]),
      ...IDENTITY_KEPT.map(({ table, days }) => ['IdentityRetention', `${table} ${days}`]),
      ['ForgetDigitGuesses', `checkpoint.digit_guess ${GUESSES_KEPT_DAYS}`],
      ...TRACES.map(({ table }) => ['ForgetTraces', `${table} ${FORGOTTEN_AFTER_SECONDS / 86_400}`]),
      ...['outbox', 'inbox', 'outbox_passed'].map((table) => ['OutboxPartitions', `platform.${table} ${KEPT_DAYS}`]),
    ] as [string, string][];
    return periods.filter(([job]) => running().includes(job)).map(([job, period]) => `${period} \`${job}\``);
  }
});

/** One for each table that the page has; tables without personal data may share a line. */
function rows(): Row[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [names, , , , kept, job] = line.slice(2, -2).split(' | ');
      return [...names!.matchAll(/`([\w.]+)`/g)].map(([, table]) => ({
        table: table!,
        text: line,
        kept: kept!,
        job: job!,
      }));
    });
}

function list(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}
