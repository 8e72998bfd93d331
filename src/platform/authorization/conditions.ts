import { sql, type RawBuilder } from 'kysely';

/** `$within` holds for the path itself and everything below it (ltree `<@`). */
export type Condition = string | number | boolean | { readonly $in: readonly string[] } | { readonly $within: string };

export type Conditions = Readonly<Record<string, Condition>>;

/** The same question asked of an object in memory … */
export function meets(conditions: Conditions, fields: object): boolean {
  return Object.entries(conditions).every(([field, condition]) => {
    const value = (fields as Record<string, unknown>)[field];
    if (typeof condition !== 'object') return value === condition;
    if ('$in' in condition) return typeof value === 'string' && condition.$in.includes(value);
    return typeof value === 'string' && (value === condition.$within || value.startsWith(`${condition.$within}.`));
  });
}

/** … and of rows. `columns` maps every field that a condition may name to its column. */
export function conditionSql(conditions: Conditions, columns: Readonly<Record<string, string>>): RawBuilder<boolean> {
  const parts = Object.entries(conditions).map(([field, condition]) => {
    const name = columns[field];
    if (!name) throw new Error(`No column is known for the condition on ${field}.`);
    const column = sql.ref(name);
    if (typeof condition !== 'object') return sql<boolean>`${column} = ${condition}`;
    if ('$in' in condition) return sql<boolean>`${column}::text = ANY(${[...condition.$in]}::text[])`;
    return sql<boolean>`${column} <@ ${condition.$within}::ltree`;
  });
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` AND `)})`;
}
