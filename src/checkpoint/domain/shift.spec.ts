import { type NewShift, Shift } from './shift.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const LIN = { scannerId: 'lin', organizationId: 'dongjie' };
const GATE: NewShift = {
  id: 's1',
  scanPointId: 'gate',
  community: '东街社区',
  position: { latitude: 26.08, longitude: 119.3, accuracyMetres: 20 },
};
const open = (shift = GATE) => Shift.open(shift, { ...LIN, scannerName: Buffer.from('sealed') }, NOW);

describe('a shift', () => {
  it('is open until it is closed, once', () => {
    const shift = open();
    expect(shift.closedAt).toBeUndefined();
    shift.close(NOW);
    shift.close(new Date(NOW.getTime() + 1000));
    expect(shift.closedAt).toEqual(NOW);
  });

  it.each<[string, NewShift]>([
    ['with its community and position', GATE],
    ['without', { id: 's1', scanPointId: 'gate' }],
  ])('is known again %s', (_, wish) => {
    expect(() => open(wish).assertIs({ ...wish }, LIN)).not.toThrow();
  });

  it.each<Partial<NewShift>>([
    { scanPointId: 'station' },
    { community: '西街' },
    { community: undefined },
    { position: undefined },
    { position: { ...GATE.position!, latitude: 26 } },
    { position: { ...GATE.position!, longitude: 119 } },
    { position: { ...GATE.position!, accuracyMetres: 21 } },
  ])('is not the one that says something else: %j', (other) => {
    expect(() => open().assertIs({ ...GATE, ...other }, LIN)).toThrow('SHIFT.ID_TAKEN');
  });

  it('is not somebody else’s, nor of another unit', () => {
    expect(() => open().assertIs(GATE, { ...LIN, scannerId: 'wu' })).toThrow('SHIFT.ID_TAKEN');
    expect(() => open().assertIs(GATE, { ...LIN, organizationId: 'siming' })).toThrow('SHIFT.ID_TAKEN');
  });
});
