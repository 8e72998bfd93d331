import type { EntityMetadata, EntityProperty, MikroORM } from '@mikro-orm/core';
import type pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly filled: boolean;
}

/**
 * Where mapped aggregates and the migrated tables disagree. SQL files are the truth about the schema; what they hold beyond the mapped
 * columns (indexes, read-only columns with defaults) is their own business.
 * @returns one sentence per disagreement
 */
export async function driftOf(orm: MikroORM, client: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const found: string[] = [];
  for (const meta of orm.getMetadata().getAll().values()) {
    if (!meta.tableName || meta.abstract || meta.embeddable) continue;
    found.push(...compare(meta, await columnsOf(client, meta)));
  }
  return found;
}

function compare(meta: EntityMetadata, columns: readonly Column[]): string[] {
  const table = `${meta.schema}.${meta.tableName}`;
  if (columns.length === 0) return [`${table} is mapped and does not exist.`];
  const mapped = meta.props.filter(({ persist }) => persist !== false).flatMap((property) => mappedColumns(property));
  const problems = mapped.flatMap(({ name, type, nullable }) => {
    const column = columns.find((it) => it.name === name);
    if (!column) return [`${table}.${name} is mapped and does not exist.`];
    return [
      ...(normalised(type) === normalised(column.type)
        ? []
        : [`${table}.${name} is mapped as ${type} and is ${column.type}.`]),
      ...(nullable === column.nullable
        ? []
        : [
            `${table}.${name} ${column.nullable ? 'may be null, the mapping says never' : 'is never null, the mapping allows it'}.`,
          ]),
    ];
  });
  const missed = columns.filter(({ name, filled }) => !filled && !mapped.some((it) => it.name === name));
  return [...problems, ...missed.map(({ name }) => `${table}.${name} must be filled and is not mapped.`)];
}

function mappedColumns(property: EntityProperty): { name: string; type: string; nullable: boolean }[] {
  return (property.fieldNames ?? []).map((name, at) => ({
    name,
    type: property.columnTypes?.[at] ?? '',
    nullable: property.nullable ?? false,
  }));
}

/** `timestamptz(6)` = `timestamp with time zone`, `varchar(20)` = `text`: lengths are rules of the domain. */
function normalised(type: string): string {
  const plain = type
    .toLowerCase()
    .replace(/\([\d, ]+\)/, '')
    .trim();
  return SAME[plain] ?? plain;
}

const SAME: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  'character varying': 'text',
  varchar: 'text',
  integer: 'int',
  int4: 'int',
  smallint: 'smallint',
  boolean: 'boolean',
  bool: 'boolean',
  'double precision': 'double',
  float8: 'double',
};

async function columnsOf(
  client: Pick<pg.ClientBase, 'query'>,
  { schema, tableName }: EntityMetadata,
): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable,
            (NOT a.attnotnull OR a.atthasdef OR a.attidentity <> '') AS filled
     FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped`,
    [`${schema}.${tableName}`],
  );
  return rows;
}
