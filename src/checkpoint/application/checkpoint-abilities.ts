import { Injectable } from '@nestjs/common';
import { AbilityRules, type AbilityRule, ContributesAbilities } from '../../platform/authorization/ability-rules.js';
import type { Principal } from '../../platform/authorization/principal.js';

@Injectable()
@ContributesAbilities()
export class CheckpointAbilities extends AbilityRules {
  rulesFor({ role, accountId, organizationId, unitPath }: Principal): readonly AbilityRule[] {
    if (!organizationId) return [];
    if (role === 'scanner') {
      return [
        { action: 'record', subject: 'Scan', conditions: { scannerId: accountId } },
        { action: 'open', subject: 'Shift', conditions: { scannerId: accountId } },
        { action: 'read', subject: 'ScanPoint', conditions: { organizationId } },
        { action: 'propose', subject: 'ScanPoint', conditions: { organizationId } },
      ];
    }
    if (role === 'enterprise-administrator')
      return [{ action: 'read', subject: 'Passage', conditions: { organizationId } }];
    if ((role !== 'unit-administrator' && role !== 'unit-clerk') || !unitPath) return [];
    const read: AbilityRule[] = [
      // Tiered: a unit sees its subtree.
      { action: 'read', subject: 'Passage', conditions: { unitPath: { $within: unitPath } } },
      { action: 'read', subject: 'ScanPoint', conditions: { organizationId } },
      { action: 'propose', subject: 'ScanPoint', conditions: { organizationId } },
    ];
    if (role === 'unit-clerk') return read;
    return [...read, { action: 'manage', subject: 'ScanPoint', conditions: { organizationId } }];
  }
}
