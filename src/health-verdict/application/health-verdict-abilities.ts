import { Injectable } from '@nestjs/common';
import { AbilityRules, type AbilityRule, ContributesAbilities } from '../../platform/authorization/ability-rules.js';
import type { Principal } from '../../platform/authorization/principal.js';

@Injectable()
@ContributesAbilities()
export class HealthVerdictAbilities extends AbilityRules {
  rulesFor({ role, residentId, authorityId }: Principal): readonly AbilityRule[] {
    if (role === 'resident' && residentId) {
      return (['claim', 'show'] as const).map((action) => ({
        action,
        subject: 'HealthCode',
        conditions: { residentId },
      }));
    }
    if (role === 'authority-operator' && authorityId) {
      return (['read', 'upload'] as const).map((action) => ({ action, subject: 'Feed', conditions: { authorityId } }));
    }
    return [];
  }
}
