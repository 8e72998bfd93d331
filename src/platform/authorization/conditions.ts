import { sql, type RawBuilder } from 'kysely';

/** `$within` holds for the path itself and everything below it (ltree `<@`). */
export type Condition = string | number | boolean | { readonly $in: readonly string[] } | { readonly $within: string };

export type Conditions = Readonly<Record<string, Condition>>;

/** A question that cannot be asked of what it is asked of: somebody programmed it so, and an answer would let in too many or too few. */
export class ScopeProblem extends Error {
  override readonly name = 'ScopeProblem';
}

/** The same question asked of an object in memory … @throws ScopeProblem when it has no such field */
export function meets(conditions: Conditions, fields: object): boolean {
  return Object.entries(conditions)
    .map(([field, condition]) => isMet(known(field, condition), valueOf(field, fields)))
    .every((met) => met);
}

/** … and of rows. `columns` maps every field that a condition may name to its column. @throws ScopeProblem when one is missing */
export function conditionSql(conditions: Conditions, columns: Readonly<Record<string, string>>): RawBuilder<boolean> {
  const parts = Object.entries(conditions).map(([field, condition]) => {
    if (!Object.hasOwn(columns, field)) throw new ScopeProblem(`No column is known for the condition on ${field}.`);
    return isMetSql(known(field, condition), columns[field]!);
  });
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` AND `)})`;
}

function isMet(condition: Condition, value: unknown): boolean {
  if (typeof condition !== 'object') return value === condition;
  if ('$in' in condition) return typeof value === 'string' && condition.$in.includes(value);
  return typeof value === 'string' && (value === condition.$within || value.startsWith(`${condition.$within}.`));
}

function isMetSql(condition: Condition, name: string): RawBuilder<boolean> {
  const column = sql.ref(name);
  if (typeof condition !== 'object') return sql<boolean>`${column} = ${condition}`;
  if ('$in' in condition) return sql<boolean>`${column}::text = ANY(${[...condition.$in]}::text[])`;
  return sql<boolean>`${column} <@ ${condition.$within}::ltree`;
}

function valueOf(field: string, fields: object): unknown {
  if (!Object.hasOwn(fields, field))
    throw new ScopeProblem(`Nothing is known of ${field}, which a condition asks for.`);
  return (fields as Record<string, unknown>)[field];
}

/** What came out of a principal without a unit, say, is no condition: nothing equals it in SQL, and everything that lacks it does in memory. */
function known(field: string, condition: Condition | null | undefined): Condition {
  const said = typeof condition === 'object' && condition ? Object.values(condition)[0] : condition;
  if (said === undefined || said === null) throw new ScopeProblem(`The condition on ${field} says nothing.`);
  return condition as Condition;
}
