import { SetMetadata } from '@nestjs/common';
import type { Conditions } from './conditions.js';
import type { Permission } from './permissions.js';
import type { Principal } from './principal.js';

export type AbilityRule = Permission & { readonly conditions?: Conditions };

/** What a context allows whom. */
export abstract class AbilityRules {
  abstract rulesFor(principal: Principal): readonly AbilityRule[];
}

const KEY = 'bamin:abilities';
export const ContributesAbilities = Object.assign(() => SetMetadata(KEY, {}), { KEY });
