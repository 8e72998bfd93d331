import { sql, type RawBuilder } from 'kysely';
import type { AppAbility } from './ability.js';
import { type Conditions, conditionSql, meets, ScopeProblem } from './conditions.js';
import type { ActionOn, Subject } from './permissions.js';

/**
 * Which things of a kind somebody may act on: those that meet one of the alternatives. No alternative = none; there is no default and no
 * "all" by omission. Every list query takes one, and every command about something that may not be the asker's; plain facts, so that it
 * can wait in a queue.
 */
export interface Scope {
  readonly alternatives: readonly Conditions[];
}

/**
 * `can(action, subject)` without an instance is true for any conditional rule, hence never enough: lists and commands ask for this.
 * @throws ScopeProblem for a rule that takes away: alternatives cannot say so, and leaving it out would allow what it forbids
 */
export function scopeOf<S extends Subject>(ability: AppAbility, action: ActionOn<S>, subject: S): Scope {
  const rules = ability.rulesFor(action, subject);
  if (rules.some(({ inverted }) => inverted))
    throw new ScopeProblem(`A rule takes away '${action}' on ${subject}; a scope cannot say so.`);
  return { alternatives: rules.map(({ conditions }) => conditions ?? {}) };
}

/** @throws ScopeProblem when an alternative asks for something that `fields` does not know */
export function covers({ alternatives }: Scope, fields: object): boolean {
  return alternatives.map((conditions) => meets(conditions, fields)).some((met) => met);
}

/** @throws ScopeProblem when an alternative asks for something that has no column */
export function scopeSql({ alternatives }: Scope, columns: Readonly<Record<string, string>>): RawBuilder<boolean> {
  if (alternatives.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(
    alternatives.map((conditions) => conditionSql(conditions, columns)),
    sql` OR `,
  )})`;
}
