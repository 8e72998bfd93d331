import { Injectable } from '@nestjs/common';
import { AbilityRules, type AbilityRule, ContributesAbilities } from '../../platform/authorization/ability-rules.js';
import type { Principal } from '../../platform/authorization/principal.js';

@Injectable()
@ContributesAbilities()
export class IdentityAbilities extends AbilityRules {
  rulesFor({ role, accountId, residentId, organizationId, assurance = 1 }: Principal): readonly AbilityRule[] {
    const own: AbilityRule[] = [{ action: 'use', subject: 'Session', conditions: { accountId } }];
    if (role === 'resident' && residentId) {
      own.push({ action: 'read', subject: 'Resident', conditions: { residentId } });
      if (assurance >= 3) own.push({ action: 'prove', subject: 'Resident', conditions: { residentId } });
      own.push({ action: 'read', subject: 'Message', conditions: { residentId } });
    }
    if (role === 'unit-administrator' && organizationId)
      own.push({ action: 'issueOneTimePassword', subject: 'Account', conditions: { organizationId, role: 'scanner' } });
    return own;
  }
}
