import { Ability } from '@casl/ability';
import { packRules } from '@casl/ability/extra';
import { Injectable, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decorated } from '../messaging/decorated.js';
import { type Conditions, meets } from './conditions.js';
import type { Principal } from './principal.js';

export interface AbilityRule {
  /** A use-case word: `record`, `read`, `disable`. */
  readonly action: string;
  /** A domain noun: `Scan`, `SubAccount`. */
  readonly subject: string;
  readonly conditions?: Conditions;
}

/** What a context allows whom. */
export abstract class AbilityRules {
  abstract rulesFor(principal: Principal): readonly AbilityRule[];
}

const KEY = 'bamin:abilities';
export const ContributesAbilities = Object.assign(() => SetMetadata(KEY, {}), { KEY });

export type AppAbility = Ability<[string, string | Record<string, unknown>], Conditions>;

/** Abilities are the sum of what the contexts contribute; nothing is allowed that none of them names. */
@Injectable()
export class Abilities {
  private contributions: AbilityRules[] | undefined;
  /** A session's answer is kept for seconds by its context, and with it what follows from it. */
  private readonly made = new WeakMap<Principal, AppAbility>();

  constructor(private readonly discovery: DiscoveryService) {}

  for(principal: Principal): AppAbility {
    const made = this.made.get(principal);
    if (made) return made;
    this.contributions ??= decorated<AbilityRules, object>(this.discovery, ContributesAbilities).map(
      ({ provider }) => provider,
    );
    const rules = this.contributions.flatMap((contribution) => [...contribution.rulesFor(principal)]);
    const ability = abilityOf(rules);
    this.made.set(principal, ability);
    return ability;
  }
}

export function abilityOf(rules: readonly AbilityRule[]): AppAbility {
  return new Ability<[string, string | Record<string, unknown>], Conditions>(
    rules.map(({ action, subject, conditions }) =>
      conditions ? { action, subject, conditions } : { action, subject },
    ),
    {
      conditionsMatcher: (conditions) => (fields) => meets(conditions, fields),
      detectSubjectType: (it) => it['__type'] as string,
    },
  );
}

/** Names a plain object for `can`: `ability.can('read', theSubject('Passage', row))`. */
export function theSubject(type: string, fields: object): Record<string, unknown> {
  return { ...fields, __type: type };
}

/** For the web, which shows only what would be allowed; the server decides again at every request. */
export function packed(ability: AppAbility): unknown[] {
  return packRules(ability.rules as never) as unknown[];
}
