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
    if (role !== 'unit-administrator' && role !== 'unit-clerk') return member;
    const seen = [
      ...member,
      { action: 'read', subject: 'SubAccount', conditions: own } as const,
      ...(unitPath ? seenBelow(unitPath) : []),
    ];
    // A clerk prepares: what changes the unit, its people or its points is the administrator's.
    if (role === 'unit-clerk') return seen;
    const arranged = unitPath
      ? [{ action: 'arrange', subject: 'Unit', conditions: { unitPath: { $within: unitPath } } } as const]
      : [];
    // Tiered in looking only: whom a lower unit lets scan, that unit answers for.
    return [...seen, ...arranged, { action: 'manage', subject: 'SubAccount', conditions: own }];
  }
}

function seenBelow(unitPath: string): AbilityRule[] {
  const conditions = { unitPath: { $within: unitPath } };
  return [
    { action: 'read', subject: 'Organization', conditions },
    { action: 'read', subject: 'SubAccount', conditions },
  ];
}
