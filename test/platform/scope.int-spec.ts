import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { abilityOf } from '../../src/platform/authorization/ability.js';
import type { AbilityRule } from '../../src/platform/authorization/ability-rules.js';
import { ScopeProblem } from '../../src/platform/authorization/conditions.js';
import { covers, scopeOf, scopeSql } from '../../src/platform/authorization/scope.js';
import { Database } from '../../src/platform/persistence/database.js';
import { PlatformWorld } from './platform-world.js';

const COLUMNS = { organizationId: 's.organization_id', unitPath: 's.unit_path', kind: 's.kind', open: 's.open' };

interface SampleRow {
  readonly id: number;
  readonly organizationId: string | null;
  readonly unitPath: string | null;
  readonly kind: string;
  readonly open: boolean;
}

// Few values, close to each other, so that rules and rows meet often: `fj` against `fj.fz` against `fj.fzx`.
const organization = fc.constantFrom(...[1, 2, 3].map((n) => `01900000-0000-7000-8000-00000000000${n}`));
const path = fc.constantFrom(
  'fj',
  'fj.fz',
  'fj.fzx',
  'fj.fz.gulou',
  'fj.fz.gulou.dongjie',
  'fj.xm',
  'Fj',
  'a_b',
  'axb',
);
const kind = fc.constantFrom('scan', 'passage', "it's", 'scan%');

const condition = fc.record(
  {
    organizationId: fc.oneof(organization, fc.record({ $in: fc.array(organization, { maxLength: 2 }) })),
    unitPath: fc.oneof(path, fc.record({ $within: path })),
    kind: fc.oneof(kind, fc.record({ $in: fc.array(kind, { maxLength: 3 }) })),
    open: fc.boolean(),
  },
  { requiredKeys: [] },
);
const rule: fc.Arbitrary<AbilityRule> = fc.record(
  { action: fc.constantFrom('read', 'manage'), subject: fc.constant('SubAccount'), conditions: condition },
  { requiredKeys: ['action', 'subject'] },
);
const row = fc.record({ organizationId: fc.option(organization), unitPath: fc.option(path), kind, open: fc.boolean() });

describe('A scope', () => {
  let world: PlatformWorld;

  beforeAll(async () => {
    world = await PlatformWorld.start({
      tables:
        'CREATE TABLE sample.sheet (id int PRIMARY KEY, organization_id uuid, unit_path ltree, kind text NOT NULL, open boolean NOT NULL);',
    });
  });
  afterAll(() => world.stop());

  async function visible(rules: readonly AbilityRule[]): Promise<number[]> {
    const scope = scopeOf(abilityOf(rules), 'read', 'SubAccount');
    const { rows } = await sql<{
      id: number;
    }>`SELECT s.id FROM sample.sheet s WHERE ${scopeSql(scope, COLUMNS)} ORDER BY s.id`.execute(
      world.get(Database).read(),
    );
    return rows.map(({ id }) => id);
  }

  it('shows exactly the rows of which `can` says so, whatever the rules', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(rule, { maxLength: 4 }),
        async (drafts, rules) => {
          const rows: SampleRow[] = drafts.map((draft, id) => ({ id, ...draft }));
          await world.rows('TRUNCATE sample.sheet');
          await world.rows(
            `INSERT INTO sample.sheet SELECT (r->>'id')::int, (r->>'organizationId')::uuid, (r->>'unitPath')::ltree, r->>'kind', (r->>'open')::boolean
           FROM jsonb_array_elements($1::jsonb) r`,
            [JSON.stringify(rows)],
          );
          const ability = abilityOf(rules);
          const scope = scopeOf(ability, 'read', 'SubAccount');
          expect(rows.filter((it) => covers(scope, it))).toEqual(
            rows.filter((it) => ability.can('read', 'SubAccount', it)),
          );
          expect(await visible(rules)).toEqual(
            rows.filter((it) => ability.can('read', 'SubAccount', it)).map(({ id }) => id),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  // The property above meets these too, if it draws them; here they stand whatever it draws.
  it.each([
    ['itself', 'fj.fz', true],
    ['what lies below it', 'fj.fz.gulou', true],
    ['what lies further below it', 'fj.fz.gulou.dongjie', true],
    ['a sibling whose name begins alike', 'fj.fzx', false],
    ['what lies below such a sibling', 'fj.fzx.gulou', false],
    ['a sibling whose name it begins with', 'fj.f', false],
    ['a name that differs in case', 'fj.FZ', false],
    ['what lies above it', 'fj', false],
    ['the same name elsewhere', 'xx.fj.fz', false],
    ['what lies nowhere', null, false],
  ])('within a unit is asked of %s (%s): %p', async (_, unitPath, held) => {
    const rules = [{ action: 'read', subject: 'SubAccount', conditions: { unitPath: { $within: 'fj.fz' } } }] as const;
    await world.rows('TRUNCATE sample.sheet');
    await world.rows(`INSERT INTO sample.sheet VALUES (1, NULL, $1::ltree, 'scan', true)`, [unitPath]);
    expect(await visible(rules)).toEqual(held ? [1] : []);
    expect(abilityOf(rules).can('read', 'SubAccount', { unitPath })).toBe(held);
  });

  it('of somebody without a rule shows nothing', async () => {
    await world.rows(`INSERT INTO sample.sheet VALUES (99, NULL, 'fj', 'scan', true)`);
    expect(await visible([])).toEqual([]);
    expect(
      await visible([
        { action: 'manage', subject: 'SubAccount' },
        { action: 'read', subject: 'Passage' },
      ]),
    ).toEqual([]);
  });

  describe("that cannot be told is somebody's mistake, and neither everything nor nothing:", () => {
    const readsBy = (...alternatives: object[]) =>
      abilityOf(
        alternatives.map((conditions) => ({ action: 'read', subject: 'SubAccount', conditions }) as AbilityRule),
      );
    const scope = (...alternatives: object[]) => scopeOf(readsBy(...alternatives), 'read', 'SubAccount');
    const known = { open: true };
    const unknown = { residentId: 'x' };

    it.each([
      ['alone', [unknown]],
      ['after one that has a column', [known, unknown]],
      ['before one that has', [unknown, known]],
      ['beside one in the same rule', [{ ...known, ...unknown }]],
      ['named like what every object has', [{ constructor: 'x' }]],
    ])('a condition without a column, %s', (_, alternatives) => {
      expect(() => scopeSql(scope(...alternatives), COLUMNS)).toThrow(ScopeProblem);
    });

    it.each([
      ['alone', [unknown]],
      ['after one that is met', [known, unknown]],
      ['before one that is', [unknown, known]],
    ])('a condition on what an object does not say, %s', (_, alternatives) => {
      expect(() => covers(scope(...alternatives), known)).toThrow(ScopeProblem);
      expect(() => readsBy(...alternatives.slice(0, 1)).can('read', 'SubAccount', {})).toThrow(ScopeProblem);
    });

    it.each([[undefined], [null], [{ $within: undefined }], [{ $in: null }]])('a condition that says %p', (nothing) => {
      expect(() => scopeSql(scope({ kind: nothing }), COLUMNS)).toThrow(ScopeProblem);
      expect(() => covers(scope({ kind: nothing }), { kind: 'scan' })).toThrow(ScopeProblem);
    });

    it('a rule that takes away', () => {
      const takesAway = { action: 'read', subject: 'SubAccount', inverted: true, conditions: known } as AbilityRule;
      const ability = abilityOf([{ action: 'read', subject: 'SubAccount' }, takesAway]);
      expect(ability.can('read', 'SubAccount', { open: true })).toBe(false);
      expect(() => scopeOf(ability, 'read', 'SubAccount')).toThrow(ScopeProblem);
    });
  });
});
