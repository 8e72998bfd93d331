import { Injectable } from '@nestjs/common';
import { AbilityRules, type AbilityRule, ContributesAbilities } from '../../platform/authorization/ability-rules.js';
import type { Principal } from '../../platform/authorization/principal.js';

@Injectable()
@ContributesAbilities()
export class OrganizationAbilities extends AbilityRules {
  rulesFor({ role, organizationId, unitPath }: Principal): readonly AbilityRule[] {
    if (role === 'platform-operator') return [{ action: 'arrange', subject: 'Unit' }];
    if (!organizationId) return [];
    const own = { organizationId };
    const member: AbilityRule[] = [{ action: 'read', subject: 'Organization', conditions: own }];
    if (role !== 'unit-administrator') return member;
    return [
      ...member,
      { action: 'read', subject: 'SubAccount', conditions: own },
      ...(unitPath ? below(unitPath) : []),
      // Tiered in looking only: whom a lower unit lets scan, that unit answers for.
      { action: 'manage', subject: 'SubAccount', conditions: own },
    ];
  }
}

function below(unitPath: string): AbilityRule[] {
  const conditions = { unitPath: { $within: unitPath } };
  return [
    { action: 'read', subject: 'Organization', conditions },
    { action: 'read', subject: 'SubAccount', conditions },
    { action: 'arrange', subject: 'Unit', conditions },
  ];
}
