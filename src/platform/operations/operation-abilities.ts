import { Injectable } from '@nestjs/common';
import { type AbilityRule, AbilityRules, ContributesAbilities } from '../authorization/ability-rules.js';
import type { Principal } from '../authorization/principal.js';

/** Whoever acts for an organization or an authority sees what was started for it. */
@Injectable()
@ContributesAbilities()
export class OperationAbilities extends AbilityRules {
  rulesFor({ authorityId, organizationId, role }: Principal): readonly AbilityRule[] {
    const ownerId = authorityId ?? organizationId;
    if (!ownerId || role === 'scanner' || role === 'resident') return [];
    return (['read', 'cancel'] as const).map((action) => ({ action, subject: 'Operation', conditions: { ownerId } }));
  }
}
