import { Ability } from '@casl/ability';
import type { AbilityRule } from './ability-rules.js';
import { type Conditions, meets } from './conditions.js';
import type { ActionOn, Subject } from './permissions.js';

/** Lives as long as a request. Commands and queries take the `Scope` that follows from it: facts, which survive a queue and a second person. */
export interface AppAbility {
  /** Without `fields`: whether there is anything of the kind of which it holds. */
  can<S extends Subject>(action: ActionOn<S>, subject: S, fields?: object): boolean;
  rulesFor<S extends Subject>(
    action: ActionOn<S>,
    subject: S,
  ): readonly { readonly inverted: boolean; readonly conditions?: Conditions | undefined }[];
}

interface Named {
  readonly subject: string;
  readonly fields: object;
}

const NONE = '-';

/** CASL decides: nothing is allowed that no rule names, and a later rule takes precedence. */
export function abilityOf(rules: readonly AbilityRule[]): AppAbility {
  const ability = new Ability<[string, string | Named], Conditions>([...rules], {
    conditionsMatcher: (conditions) => (named) => meets(conditions, (named as unknown as Named).fields),
    anyAction: NONE, // To CASL, `manage` would be every action and `all` every subject; here they are words like any other.
    anySubjectType: NONE,
    detectSubjectType: (named) => (named as Named).subject,
  });
  return {
    can: (action, subject, fields) => ability.can(action, fields ? { subject, fields } : subject),
    rulesFor: (action, subject) => ability.rulesFor(action, subject),
  };
}
