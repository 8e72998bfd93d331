import { describe, expect, it } from '@jest/globals';
import { enrolmentOf, type KnownDevice, mayReadDigits } from './devices.js';

const aDevice = (id: string, sessionId = `session of ${id}`): KnownDevice => ({ id, sessionId, live: true });
const revoked = (device: KnownDevice): KnownDevice => ({ ...device, live: false });
const three = ['phone', 'tablet', 'old phone'].map((id) => aDevice(id));

describe('enrolling a device', () => {
  it('needs nothing when it is the very first', () => {
    expect(enrolmentOf({ sessionId: 'a' }, [])).toEqual({ needs: 'nothing', ends: [] });
  });

  it('needs an SMS for every other, also after all were revoked', () => {
    expect(enrolmentOf({ sessionId: 'a' }, [aDevice('phone')])).toEqual({ needs: 'sms', ends: [] });
    expect(enrolmentOf({ sessionId: 'a' }, [revoked(aDevice('phone', 'a'))])).toEqual({ needs: 'sms', ends: [] });
  });

  it('needs an SMS in the same session too, and ends the device before it', () => {
    expect(enrolmentOf({ sessionId: 'a' }, [aDevice('phone', 'a')])).toEqual({ needs: 'sms', ends: ['phone'] });
  });

  it('needs a place beside three, unless one of them gives its own', () => {
    expect(enrolmentOf({ sessionId: 'a' }, three)).toEqual({ needs: 'place' });
    expect(enrolmentOf({ sessionId: 'a' }, [...three.slice(1), revoked(aDevice('phone'))])).toMatchObject({
      needs: 'sms',
    });
    expect(enrolmentOf({ sessionId: 'a', replaces: 'tablet' }, three)).toEqual({ needs: 'sms', ends: ['tablet'] });
    expect(enrolmentOf({ sessionId: 'session of phone' }, three)).toEqual({ needs: 'sms', ends: ['phone'] });
    expect(enrolmentOf({ sessionId: 'a', replaces: 'of somebody else' }, three)).toEqual({ needs: 'place' });
  });
});

describe('reading the digits', () => {
  it('is for a session with a device of its own, or before there was any', () => {
    const phone = aDevice('phone', 'a');
    expect([
      mayReadDigits('a', [phone]),
      mayReadDigits('b', []),
      mayReadDigits('b', [phone]),
      mayReadDigits('a', [revoked(phone)]),
      mayReadDigits('a', [aDevice('tablet', 'b'), phone]),
    ]).toEqual([true, true, false, false, true]);
  });
});
