import { Injectable } from '@nestjs/common';
import { AbilityRules, type AbilityRule, ContributesAbilities } from '../../platform/authorization/ability-rules.js';
import type { Principal } from '../../platform/authorization/principal.js';

@Injectable()
@ContributesAbilities()
export class ReportingAbilities extends AbilityRules {
  rulesFor({ role, unitPath }: Principal): readonly AbilityRule[] {
    if ((role !== 'unit-administrator' && role !== 'unit-clerk') || !unitPath) return [];
    return [{ action: 'read', subject: 'UnitDay', conditions: { unitPath: { $within: unitPath } } }];
  }
}
