import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decorated } from '../messaging/decorated.js';
import { type AppAbility, abilityOf } from './ability.js';
import { type AbilityRule, AbilityRules, ContributesAbilities } from './ability-rules.js';
import type { Permission } from './permissions.js';
import type { Principal } from './principal.js';
import { RoutePolicies } from './route-policies.js';

/** Abilities are the sum of what the contexts contribute; nothing is allowed that none of them names. */
@Injectable()
export class Abilities {
  private contributions: AbilityRules[] | undefined;
  /** A session's answer is kept for seconds by its context, and with it what follows from it. */
  private readonly made = new WeakMap<Principal, AppAbility>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly routes: RoutePolicies,
  ) {}

  for(principal: Principal): AppAbility {
    const made = this.made.get(principal) ?? abilityOf(this.rulesFor(principal));
    this.made.set(principal, made);
    return made;
  }

  /** For the web, which shows only what could be allowed; the server decides again at every request, and of which rows. */
  permissionsOf(principal: Principal): Permission[] {
    const byName = new Map(
      this.rulesFor(principal).map(({ action, subject }) => [
        `${action} ${subject}`,
        { action, subject } as Permission,
      ]),
    );
    const all = [...byName.values()];
    return principal.mustChangePassword ? all.filter((permission) => this.leadsOut(permission)) : all;
  }

  /** Of what leads to a password of one's own: nothing else is promised before, because the guard refuses it. */
  private leadsOut({ action, subject }: Permission): boolean {
    return this.routes
      .all()
      .some(
        ({ policy, beforePasswordChange }) =>
          beforePasswordChange && typeof policy === 'object' && policy.action === action && policy.subject === subject,
      );
  }

  private rulesFor(principal: Principal): readonly AbilityRule[] {
    this.contributions ??= decorated<AbilityRules, object>(this.discovery, ContributesAbilities).map(
      ({ provider }) => provider,
    );
    return this.contributions.flatMap((contribution) => [...contribution.rulesFor(principal)]);
  }
}
