import { beforeAll, describe, expect, it } from '@jest/globals';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type AbilityRule, AbilityRules } from '../src/platform/authorization/ability-rules.js';
import { PERMISSIONS } from '../src/platform/authorization/permissions.js';
import type { Principal, Role } from '../src/platform/authorization/principal.js';

type Told = Partial<Principal>;

const UNIT: Told = { organizationId: 'the-unit', unitPath: 'fj.the_unit' };
const OWN = 'organizationId=the-unit';
const BELOW = 'unitPath within fj.the_unit';
const SESSION = { 'use Session': 'accountId=me' };
const OPERATION = (owner: string) => ({ 'read Operation': `ownerId=${owner}`, 'cancel Operation': `ownerId=${owner}` });

/** Who may do what to what, and to which: all there is. A role that is missing may use its session. */
const ALLOWED: readonly (readonly [who: string, Role, Told, Readonly<Record<string, string>>])[] = [
  [
    'a resident',
    'resident',
    { residentId: 'me-too', assurance: 2 },
    {
      'read Resident': 'residentId=me-too',
      'read Message': 'residentId=me-too',
      'claim HealthCode': 'residentId=me-too',
      'show HealthCode': 'residentId=me-too',
    },
  ],
  [
    'a resident whose name was checked',
    'resident',
    { residentId: 'me-too', assurance: 3 },
    {
      'read Resident': 'residentId=me-too',
      'prove Resident': 'residentId=me-too',
      'read Message': 'residentId=me-too',
      'claim HealthCode': 'residentId=me-too',
      'show HealthCode': 'residentId=me-too',
    },
  ],
  [
    'a scanner',
    'scanner',
    UNIT,
    {
      'read Organization': OWN,
      'record Scan': 'scannerId=me',
      'open Shift': 'scannerId=me',
      'read ScanPoint': OWN,
      'propose ScanPoint': OWN,
    },
  ],
  [
    'an administrator of a unit',
    'unit-administrator',
    UNIT,
    {
      'issueOneTimePassword Account': `${OWN} & role=scanner`,
      'read Organization': `${OWN} | ${BELOW}`,
      'read SubAccount': `${OWN} | ${BELOW}`,
      'manage SubAccount': OWN,
      'arrange Unit': BELOW,
      'read Passage': BELOW,
      'read ScanPoint': OWN,
      'propose ScanPoint': OWN,
      'manage ScanPoint': OWN,
      'read UnitDay': BELOW,
      ...OPERATION('the-unit'),
    },
  ],
  [
    'an operator of an authority',
    'authority-operator',
    { authorityId: 'the-office' },
    { 'read Feed': 'authorityId=the-office', 'upload Feed': 'authorityId=the-office', ...OPERATION('the-office') },
  ],
  ['an operator of the platform', 'platform-operator', {}, { 'arrange Unit': 'all' }],
  [
    'a clerk of a unit',
    'unit-clerk',
    UNIT,
    {
      'read Organization': `${OWN} | ${BELOW}`,
      'read SubAccount': `${OWN} | ${BELOW}`,
      'read Passage': BELOW,
      'read ScanPoint': OWN,
      'propose ScanPoint': OWN,
      'read UnitDay': BELOW,
      ...OPERATION('the-unit'),
    },
  ],
  ['an auditor', 'auditor', {}, {}],
  ...(['resident', 'scanner', 'unit-administrator', 'unit-clerk', 'authority-operator'] as const).map(
    (role) => [`a ${role} of nobody and nothing`, role, {}, {}] as const,
  ),
];

describe('What is allowed', () => {
  let contexts: readonly AbilityRules[];

  beforeAll(async () => {
    const files = globSync('src/**/*-abilities.ts', { cwd: join(import.meta.dirname, '..') });
    const modules = await Promise.all(files.map((file) => import(`../${file}`) as Promise<Record<string, unknown>>));
    contexts = modules.flatMap((exported) =>
      Object.values(exported).flatMap((it) =>
        typeof it === 'function' && it.prototype instanceof AbilityRules ? [new (it as new () => AbilityRules)()] : [],
      ),
    );
    expect(contexts).toHaveLength(files.length);
  });

  const rulesFor = (role: Role, told: Told): readonly AbilityRule[] => {
    const me = { sessionId: 's', accountId: 'me', capacityId: 'c', mustChangePassword: false, ...told, role };
    return contexts.flatMap((context) => [...context.rulesFor(me)]);
  };

  it.each(ALLOWED)('to %s is this, and no more', (_, role, told, allowed) => {
    const found: Record<string, string> = {};
    for (const { action, subject, conditions } of rulesFor(role, told)) {
      const name = `${action} ${subject}`;
      found[name] = [found[name], inWords(conditions)].filter(Boolean).join(' | ');
    }
    expect(found).toEqual({ ...SESSION, ...allowed });
  });

  it('of the list is something to somebody', () => {
    const held = new Set(ALLOWED.flatMap(([, , , allowed]) => Object.keys({ ...SESSION, ...allowed })));
    const listed = Object.entries(PERMISSIONS).flatMap(([subject, all]) => all.map((action) => `${action} ${subject}`));
    expect(listed.filter((name) => !held.has(name))).toEqual([]);
  });
});

function inWords(conditions: AbilityRule['conditions']): string {
  if (!conditions) return 'all';
  return Object.entries(conditions)
    .map(([field, condition]) =>
      typeof condition === 'object' ? `${field} within ${Object.values(condition).join()}` : `${field}=${condition}`,
    )
    .join(' & ');
}
