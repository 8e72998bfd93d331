import { sql, type RawBuilder } from 'kysely';
import type { AppAbility } from './ability.js';
import { type Conditions, conditionSql } from './conditions.js';

/**
 * Which rows of a kind a principal may see: any that meets one of the alternatives. No alternative = no row; there is no default
 * and no "all" by omission. Every list query takes one.
 */
export interface Scope {
  readonly alternatives: readonly Conditions[];
}

/** `can(action, subject)` without an instance is true for any conditional rule, hence never enough: lists ask for this. */
export function scopeOf(ability: AppAbility, action: string, subject: string): Scope {
  return {
    alternatives: ability
      .rulesFor(action, subject)
      .filter(({ inverted }) => !inverted)
      .map(({ conditions }) => conditions ?? {}),
  };
}

export function scopeSql(scope: Scope, columns: Readonly<Record<string, string>>): RawBuilder<boolean> {
  if (scope.alternatives.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(
    scope.alternatives.map((conditions) => conditionSql(conditions, columns)),
    sql` OR `,
  )})`;
}
