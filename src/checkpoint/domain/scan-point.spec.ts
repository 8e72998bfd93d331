import {
  assertPlaced,
  isSameName,
  isUsable,
  SCAN_POINT_STATES,
  type NewScanPoint,
  ScanPoint,
  stateOf,
} from './scan-point.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const GATE: NewScanPoint = { id: 'p1', name: '南门', kind: 'community', areaKey: '350102', address: '八一七路1号' };
const { areaKey: _, id: __, ...LABEL } = GATE;
const proposed = () => ScanPoint.propose('dongjie', GATE, NOW);
const label = ({ name, kind, address }: ScanPoint) => ({ name, kind, address });

describe('a scan point', () => {
  it('is unconfirmed when a scanner proposed it, confirmed when an administrator added it, closed when it was closed', () => {
    expect(stateOf(proposed())).toBe('unconfirmed');
    expect(stateOf(ScanPoint.add('dongjie', GATE, NOW))).toBe('confirmed');
    const point = proposed();
    point.confirm(1);
    expect(stateOf(point)).toBe('confirmed');
    point.close(1, NOW);
    expect([stateOf(point), point.closedAt]).toEqual(['closed', NOW]);
  });

  it('is corrected in its name, kind and address, and confirmed with that', () => {
    const point = proposed();
    const better = { name: '南大门', kind: 'office', address: '八一七路3号' } as const;
    point.correct(1, better);
    expect([stateOf(point), label(point)]).toEqual(['confirmed', better]);
  });

  it('is not decided on by who saw another version', () => {
    for (const change of [
      (point: ScanPoint) => point.confirm(2),
      (point: ScanPoint) => point.correct(2, { ...LABEL, name: '北门' }),
      (point: ScanPoint) => point.correct(2, LABEL),
      (point: ScanPoint) => point.close(2, NOW),
    ])
      expect(() => change(proposed())).toThrow('SCAN_POINT.STALE');
  });

  it('takes what was decided already for done, whatever version was seen', () => {
    const point = ScanPoint.add('dongjie', GATE, NOW);
    point.confirm(7);
    point.correct(7, LABEL);
    point.close(1, NOW);
    point.close(7, new Date(NOW.getTime() + 1000));
    expect([label(point), point.closedAt]).toEqual([LABEL, NOW]);
  });

  it.each([
    { ...LABEL, name: '北门' },
    { ...LABEL, kind: 'office' as const },
    { ...LABEL, address: '' },
  ])('that is closed is no more changed: %j', (other) => {
    const point = ScanPoint.add('dongjie', GATE, NOW);
    point.close(1, NOW);
    expect(() => point.confirm(1)).toThrow('SCAN_POINT.CLOSED');
    expect(() => point.correct(1, LABEL)).toThrow('SCAN_POINT.CLOSED');
    expect(() => point.correct(1, other)).toThrow('SCAN_POINT.CLOSED');
  });

  it('is known again by all that was said of it, not by its id alone', () => {
    const point = proposed();
    point.assertIs('dongjie', GATE);
    for (const other of [{ name: '北门' }, { kind: 'office' as const }, { areaKey: '350103' }, { address: '' }])
      expect(() => point.assertIs('dongjie', { ...GATE, ...other })).toThrow('SCAN_POINT.ID_TAKEN');
    expect(() => point.assertIs('siming', GATE)).toThrow('SCAN_POINT.ID_TAKEN');
  });

  it('is used from when it is proposed until it is closed', () => {
    expect(SCAN_POINT_STATES.filter(isUsable)).toEqual(['unconfirmed', 'confirmed']);
    const never = proposed();
    never.close(1, NOW);
    expect(stateOf(never)).toBe('closed');
  });

  it('lies in a county, a zone or below', () => {
    for (const kind of ['county', 'zone', 'street', 'community']) expect(() => assertPlaced({ kind })).not.toThrow();
    for (const area of [{ kind: 'province' }, { kind: 'city' }, undefined])
      expect(() => assertPlaced(area)).toThrow('SCAN_POINT.UNKNOWN_AREA');
  });

  it('has the same name however that is typed', () => {
    for (const name of ['B口', 'Ｂ口', 'b口', ' B 口', 'B\u3000口']) expect(isSameName('B口', name)).toBe(true);
    expect(isSameName('B口', 'C口')).toBe(false);
  });
});
