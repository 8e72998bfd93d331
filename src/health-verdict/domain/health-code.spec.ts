import { describe, expect, it } from '@jest/globals';
import { pendingEvents } from '../../platform/kernel/aggregate-root.js';
import { Device } from './device.js';
import { HealthCode, type NewDevice } from './health-code.js';

const CLAIMED = new Date('2020-02-15T08:00:00Z');
const NOON = new Date('2020-02-15T12:00:00Z');
const key = (name: string) => Buffer.alloc(65, name);

const aCode = () =>
  HealthCode.claim(
    'code',
    {
      residentId: 'Chen Ming',
      subjectId: 'subject',
      maskedName: '陈*明',
      documentEnds: '350***123X',
      birthYear: 1988,
    },
    { serial: '123456789', digitsKey: Buffer.alloc(8) },
    { areaKey: '350102' },
    CLAIMED,
  );
const aDevice = (id: string, sessionId = `session of ${id}`, replaces?: string): NewDevice => ({
  ...{ id, name: id, publicKey: key(id), sessionId },
  ...(replaces ? { replaces } : {}),
});
const aCodeOn = (...names: string[]) => {
  const code = aCode();
  for (const name of names) code.enrol(aDevice(name), 'sms', CLAIMED);
  return code;
};
const live = (code: HealthCode) => code.devices.filter((device) => device.live).map(({ id }) => id);
const refusal = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};
const letters = (code: HealthCode) =>
  pendingEvents(code).flatMap(({ payload }) => ('noticeId' in payload ? [payload.noticeId] : []));

describe('A health code', () => {
  it('says that it was claimed, and by whom', () => {
    expect(pendingEvents(aCode())).toMatchObject([
      {
        type: 'health-verdict.code-claimed.v1',
        aggregateId: 'code',
        aggregateVersion: 1,
        occurredAt: CLAIMED.toISOString(),
        payload: { codeId: 'code', residentId: 'Chen Ming' },
      },
    ]);
  });

  it('is shown by its first device without an SMS, and by every other with one', () => {
    const code = aCode();
    expect(code.proofFor(aDevice('phone'))).toBe('session');
    code.enrol(aDevice('phone'), 'session', NOON);
    expect(code.proofFor(aDevice('tablet'))).toBe('sms');
    expect(() => code.enrol(aDevice('tablet'), 'session', NOON)).toThrow('DEVICE.SMS_REQUIRED');
    code.enrol(aDevice('tablet'), 'sms', NOON);
    expect(live(code)).toEqual(['phone', 'tablet']);
    expect(letters(code)).toEqual(['device-enrolled.phone', 'device-enrolled.tablet']);
    expect(code.digitsEpoch).toBe(0);
  });

  it('is shown by three devices at most', () => {
    const code = aCodeOn('phone', 'tablet', 'watch');
    expect(refusal(() => code.proofFor(aDevice('fourth')))).toMatchObject({
      code: 'DEVICE.TOO_MANY',
      facts: { most: 3 },
    });
    expect(() => code.enrol(aDevice('fourth'), 'sms', NOON)).toThrow('DEVICE.TOO_MANY');
    code.revoke('watch', NOON);
    code.enrol(aDevice('fourth'), 'sms', NOON);
    expect(live(code)).toEqual(['phone', 'tablet', 'fourth']);
  });

  it('gives a newcomer the place of the device before it in the same session, or of the one it names', () => {
    const code = aCodeOn('phone', 'tablet', 'watch');
    code.enrol(aDevice('browser', 'session of phone'), 'sms', NOON);
    code.enrol(aDevice('fourth', 'another session', 'tablet'), 'sms', NOON);
    expect(live(code)).toEqual(['watch', 'browser', 'fourth']);
    expect(letters(code).slice(-2)).toEqual(['device-replaced.browser', 'device-replaced.fourth']);
    expect([code.digitsEpoch, code.digitsEpochAt]).toEqual([2, NOON]);
    expect(() => code.enrol(aDevice('fifth', 'x', 'tablet'), 'sms', NOON)).toThrow('DEVICE.NOT_FOUND');
  });

  it('enrols the same request once, also one that comes again with an SMS, and never another key in its name', () => {
    const code = aCodeOn('phone');
    expect(code.proofFor(aDevice('phone'))).toBe('session');
    expect(code.enrol(aDevice('phone'), 'sms', NOON)).toBe(code.devices[0]);
    expect([live(code), letters(code)]).toEqual([['phone'], ['device-enrolled.phone']]);
    const stranger = { ...aDevice('phone'), publicKey: key('stranger') };
    expect(() => code.proofFor(stranger)).toThrow('DEVICE.OTHER_KEY');
    expect(() => code.enrol(stranger, 'sms', NOON)).toThrow('DEVICE.OTHER_KEY');
  });

  it('is shown no longer by a device that was revoked, not even when its request comes again', () => {
    const code = aCodeOn('phone', 'tablet');
    code.revoke('phone', NOON);
    expect([live(code), code.devices[0]!.revokedAt, code.digitsEpoch, code.digitsEpochAt]).toEqual([
      ['tablet'],
      NOON,
      1,
      NOON,
    ]);
    expect(letters(code).at(-1)).toBe('device-revoked.phone');
    code.enrol(aDevice('phone'), 'sms', NOON);
    for (const act of [() => code.revoke('phone', NOON), () => code.showing('phone'), () => code.showing('nobody’s')])
      expect(act).toThrow('DEVICE.NOT_FOUND');
    expect(code.showing('tablet').name).toBe('tablet');
  });

  it('ends with their sessions the devices of each, and once what any of them read of the digits', () => {
    const code = aCodeOn('phone', 'tablet', 'watch');
    const ended = new Date('2020-02-15T11:59:00Z');
    code.closeSessions(['session of phone', 'session of watch', 'session without a device'], ended, NOON);
    expect([live(code), code.devices[0]!.revokedAt]).toEqual([['tablet'], NOON]);
    expect(letters(code).slice(-2)).toEqual(['device-signed-out.phone', 'device-signed-out.watch']);
    expect([code.digitsEpoch, code.digitsEpochAt]).toEqual([1, ended]);
  });

  it('lets digits die that a session read before there was any device; an older end says nothing new', () => {
    const code = aCode();
    code.closeSessions(['some session'], NOON, NOON);
    code.closeSessions(['an older one'], CLAIMED, NOON);
    expect([code.digitsEpoch, code.digitsEpochAt, letters(code)]).toEqual([2, NOON, []]);
    const evening = new Date('2020-02-15T20:00:00Z');
    code.closeSessions(['a later one'], evening, evening);
    expect([code.digitsEpoch, code.digitsEpochAt]).toEqual([3, evening]);
  });

  it('leaves devices alone whose session nobody knows', () => {
    const code = aCode();
    code.withDevices([new Device('phone', 'code', 'phone', key('phone'), undefined, CLAIMED)]);
    code.closeSessions(['some session'], NOON, NOON);
    expect(live(code)).toEqual(['phone']);
  });
});
