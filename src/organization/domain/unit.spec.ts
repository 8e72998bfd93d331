import { pendingEvents } from '../../platform/kernel/aggregate-root.js';
import { MOST_LEVELS, type NewUnit, placeBelow, placesOn, Unit } from './unit.js';
import { usccCheckCharacter } from './uscc.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const ids = { fuzhou: '01900000-0000-7000-8000-00000000c011', gulou: '01900000-0000-7000-8000-00000000c012' };
const aUnit = (changes: Partial<NewUnit> = {}) =>
  Unit.open(
    {
      id: '01900000-0000-7000-8000-00000000c001',
      name: '东街街道办事处',
      uscc: withCheck('1135010200000004D'),
      path: 'fj.fz.gulou.dongjie',
      areaKey: '350102',
      ...changes,
    },
    NOW,
  );
const fuzhou = () => aUnit({ id: ids.fuzhou, path: 'fj.fz' });
const gulou = () => aUnit({ id: ids.gulou, path: 'fj.fz.gulou' });
const withCheck = (first17: string) => first17 + usccCheckCharacter(first17);
const said = (unit: Unit) => pendingEvents(unit).map(({ type, payload }) => [type.split('.')[1], payload]);

describe('a unit', () => {
  it('is opened with a right code only', () => {
    expect(() => aUnit({ uscc: '11350102000000040' })).toThrow(
      expect.objectContaining({ code: 'ORGANIZATION.USCC_WRONG' }),
    );
  });

  it('is of the government, shows causes to its scanners, and has its code in capitals without blanks', () => {
    const { kind, showCauses, uscc } = aUnit({ uscc: ` ${withCheck('1135010200000004D').toLowerCase()} ` });
    expect([kind, showCauses, uscc]).toEqual(['government', true, withCheck('1135010200000004D')]);
  });

  it('tells others the place where it was opened', () => {
    const unit = aUnit();
    expect(said(unit)).toEqual([['unit-opened', { unitId: unit.id, path: 'fj.fz.gulou.dongjie' }]]);
  });

  it('has another version with each change', () => {
    const changed = (change: (unit: Unit) => void) => {
      const unit = aUnit();
      change(unit);
      return pendingEvents(unit).map(({ aggregateVersion }) => aggregateVersion);
    };
    expect(changed((unit) => unit.rename(1, '东街', NOW))).toEqual([1, 2]);
    expect(changed((unit) => unit.moveBelow(fuzhou(), 0, NOW))).toEqual([1, 2]);
    expect(changed((unit) => unit.mergeInto(fuzhou(), 0, NOW))).toEqual([1, 2]);
  });

  it('moves below another one, under a name that no other has there', () => {
    const unit = aUnit();
    unit.moveBelow(fuzhou(), 0, NOW);
    expect(unit.path).toBe('fj.fz.u0190000000007000800000000000c001');
    expect(said(unit).at(-1)).toEqual(['unit-moved', { unitId: unit.id, from: 'fj.fz.gulou.dongjie', to: unit.path }]);
  });

  it('stays where it stands already', () => {
    const unit = aUnit();
    unit.moveBelow(gulou(), 0, NOW);
    expect([unit.path, said(unit).length]).toEqual(['fj.fz.gulou.dongjie', 1]);
  });

  it.each([
    ['itself', () => gulou()],
    ['a unit of its own', () => aUnit()],
  ])('never stands below %s', (_, below) => {
    for (const change of ['moveBelow', 'mergeInto'] as const)
      expect(() => gulou()[change](below(), 0, NOW)).toThrow(expect.objectContaining({ code: 'UNIT.WITHIN_ITSELF' }));
  });

  it('stands below others whose place only begins with the same letters', () => {
    const unit = aUnit({ path: 'fj.fz.gu' });
    unit.moveBelow(gulou(), 0, NOW);
    expect(unit.path).toBe(placeBelow('fj.fz.gulou', unit.id));
  });

  it('that was merged is closed, below its heir', () => {
    const unit = aUnit();
    unit.mergeInto(fuzhou(), 0, NOW);
    expect([unit.mergedInto, unit.path]).toEqual([ids.fuzhou, placeBelow('fj.fz', unit.id)]);
    unit.mergeInto(fuzhou(), 0, NOW);
    expect(said(unit).slice(1)).toEqual([
      ['unit-merged', { unitId: unit.id, heirId: ids.fuzhou, from: 'fj.fz.gulou.dongjie', to: unit.path }],
    ]);
    const closed = expect.objectContaining({ code: 'UNIT.CLOSED' });
    expect(() => unit.moveBelow(gulou(), 0, NOW)).toThrow(closed);
    expect(() => unit.moveBelow(fuzhou(), 0, NOW)).toThrow(closed);
    expect(() => unit.mergeInto(gulou(), 0, NOW)).toThrow(closed);
    expect(() => unit.rename(1, '东街', NOW)).toThrow(closed);
    expect(() => gulou().moveBelow(unit, 0, NOW)).toThrow(closed);
  });

  it('is renamed by who looked at its newest state', () => {
    const unit = aUnit();
    expect(() => unit.rename(2, '东街', NOW)).toThrow(expect.objectContaining({ code: 'UNIT.STALE' }));
    unit.rename(1, '东街', NOW);
    expect([unit.name, said(unit).at(-1)]).toEqual(['东街', ['unit-renamed', { unitId: unit.id, name: '东街' }]]);
  });

  describe('of the deepest level', () => {
    const deepest = (levels = MOST_LEVELS) =>
      aUnit({ path: Array.from({ length: levels }, (_, at) => `l${at}`).join('.') });
    const tooDeep = expect.objectContaining({ code: 'UNIT.TOO_DEEP', facts: { most: MOST_LEVELS } });

    it('is the twelfth', () => {
      expect(deepest(12).path.split('.')).toHaveLength(12);
      expect(() => deepest(13)).toThrow(tooDeep);
    });

    it.each(['moveBelow', 'mergeInto'] as const)('has room for those below one that comes there by %s', (change) => {
      gulou()[change](deepest(11), 0, NOW);
      gulou()[change](deepest(9), 2, NOW);
      expect(() => gulou()[change](deepest(12), 0, NOW)).toThrow(tooDeep);
      expect(() => gulou()[change](deepest(9), 3, NOW)).toThrow(tooDeep);
    });
  });

  it('that is opened again with the same words is the same, with others it is not', () => {
    const wish = {
      id: ids.gulou,
      name: '鼓楼',
      uscc: withCheck('1135010200000004D'),
      path: 'fj.fz.gulou',
      areaKey: '350102',
    };
    const unit = Unit.open(wish, NOW);
    expect(() => unit.assertIs({ ...wish, uscc: ` ${wish.uscc.toLowerCase()}` })).not.toThrow();
    const others = [
      { name: '台江' },
      { uscc: withCheck('1135010200000005D') },
      { path: 'fj.fz.u' },
      { areaKey: '350103' },
    ];
    for (const other of others)
      expect(() => unit.assertIs({ ...wish, ...other })).toThrow(
        expect.objectContaining({ code: 'UNIT.OPENED_OTHERWISE' }),
      );
    unit.mergeInto(fuzhou(), 0, NOW);
    expect(() => unit.assertIs(wish)).toThrow(expect.objectContaining({ code: 'UNIT.CLOSED' }));
  });

  it('that was merged takes none below it', () => {
    const unit = aUnit();
    unit.mergeInto(fuzhou(), 0, NOW);
    expect(() => unit.placeFor(ids.gulou)).toThrow(expect.objectContaining({ code: 'UNIT.CLOSED' }));
  });
});

describe('where a unit stood on a day', () => {
  const until = (moment: string) => new Date(`${moment}+08:00`);
  const left = [
    { path: 'fj.fz.gulou', until: until('2020-02-10T09:00:00') },
    { path: 'fj.fz.taijiang', until: until('2020-02-13T00:00:00') },
  ];

  it.each([
    ['before its first move', '2020-02-09', ['fj.fz.gulou']],
    ['on the day of a move', '2020-02-10', ['fj.fz.gulou', 'fj.fz.taijiang']],
    ['between two moves', '2020-02-11', ['fj.fz.taijiang']],
    ['on the day whose end was a move', '2020-02-12', ['fj.fz.taijiang']],
    ['on the day whose beginning was a move', '2020-02-13', ['fj.xm']],
    ['since its last move', '2020-02-20', ['fj.xm']],
  ])('is told %s', (_, day, places) => {
    expect(placesOn(day, left, 'fj.xm')).toEqual(places);
  });

  it('is where it stands today when it never moved, and is said once when it moved back', () => {
    expect(placesOn('2020-02-10', [], 'fj.xm')).toEqual(['fj.xm']);
    expect(placesOn('2020-02-10', left, 'fj.fz.gulou')).toEqual(['fj.fz.gulou', 'fj.fz.taijiang']);
    const twice = [...left, { path: 'fj.fz.gulou', until: until('2020-02-13T12:00:00') }];
    expect(placesOn('2020-02-13', twice, 'fj.xm')).toEqual(['fj.fz.gulou', 'fj.xm']);
  });
});
