import { sql } from 'kysely';
import type { Tx } from '../persistence/transactions.js';

/** Where a rebuild writes until it takes over. */
export function shadow(table: string): string {
  return `${table}__shadow`;
}

/** Of the same shape as the live one, with partitions of the same bounds. */
export async function createShadow(tx: Tx, table: string): Promise<void> {
  await sql`DROP TABLE IF EXISTS ${sql.table(shadow(table))}`.execute(tx.db());
  const { rows } = await sql<{ key: string | null }>`
    SELECT CASE relkind WHEN 'p' THEN pg_get_partkeydef(oid) END AS key FROM pg_class WHERE oid = ${table}::regclass
  `.execute(tx.db());
  const key = rows[0]?.key ? sql.raw(`PARTITION BY ${rows[0].key}`) : sql``;
  await sql`CREATE TABLE ${sql.table(shadow(table))} (LIKE ${sql.table(table)} INCLUDING ALL) ${key}`.execute(tx.db());
  await addPartitions(tx, table);
}

/** Puts the shadow, with all its partitions, in the place and under the names of the live table. */
export async function swap(tx: Tx, table: string): Promise<void> {
  // Nobody adds a partition to the live one any more; one that was added meanwhile is added here.
  await sql`LOCK TABLE ${sql.table(table)} IN ACCESS EXCLUSIVE MODE`.execute(tx.db());
  await addPartitions(tx, table);
  const partitions = await partitionsOf(tx, table);
  await sql`DROP TABLE ${sql.table(table)}`.execute(tx.db());
  for (const name of [table, ...partitions.map((partition) => partition.name)])
    await sql`ALTER TABLE ${sql.table(shadow(name))} RENAME TO ${sql.id(name.split('.')[1]!)}`.execute(tx.db());
}

interface Partition {
  /** With its schema. */
  readonly name: string;
  /** As `FOR VALUES FROM … TO …`. */
  readonly bound: string;
}

async function addPartitions(tx: Tx, table: string): Promise<void> {
  for (const { name, bound } of await partitionsOf(tx, table))
    await sql`CREATE TABLE IF NOT EXISTS ${sql.table(shadow(name))} PARTITION OF ${sql.table(shadow(table))} ${sql.raw(bound)}`.execute(
      tx.db(),
    );
}

async function partitionsOf(tx: Tx, table: string): Promise<readonly Partition[]> {
  const { rows } = await sql<Partition>`
    SELECT n.nspname || '.' || c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.inhparent = ${table}::regclass ORDER BY c.oid
  `.execute(tx.db());
  return rows;
}
