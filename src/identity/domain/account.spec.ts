import { describe, expect, it } from '@jest/globals';
import { Account, capacitiesOf, isInUse, type NewAccount } from './account.js';

const HOUR = 3_600_000;
const NOW = new Date('2020-02-15T08:00:00Z');
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const FAILED = 'SIGN_IN.FAILED';

const opened = (id: string, more: Partial<NewAccount> = {}): NewAccount => ({
  id,
  loginHash: Buffer.from('login'),
  mobile: Buffer.from('mobile'),
  mobileHash: Buffer.from('hash'),
  maskedMobile: '136****0001',
  displayName: Buffer.from('许文静'),
  capacity: { id, role: 'scanner', organizationId: 'unit' },
  ...more,
});
const aScanner = (id = 'scanner') => Account.ofStaff(opened(id), NOW);
const aResident = (passwordHash = 'first') =>
  Account.ofResident(opened('resident', { passwordHash, capacity: { id: 'own', role: 'resident' } }), NOW);
const signingIn = (account: Account, hash: string | undefined, at: Date) => () => account.signIn(hash, at);

describe('An account', () => {
  it('of a resident has the resident’s id, one of a unit says as what it was opened', () => {
    expect([aResident().residentId, aResident().openedAs, aResident().organizationId]).toEqual([
      'resident',
      undefined,
      undefined,
    ]);
    expect([aScanner().residentId, aScanner().openedAs, aScanner().organizationId]).toEqual([
      undefined,
      { role: 'scanner', organizationId: 'unit' },
      'unit',
    ]);
    const operator = Account.ofStaff(
      opened('operator', { capacity: { id: 'operator', role: 'platform-operator' } }),
      NOW,
    );
    expect([operator.openedAs, operator.organizationId]).toEqual([undefined, undefined]);
  });

  it('is opened enabled, at this door and now, without a password unless one was chosen', () => {
    expect(
      [aScanner(), aResident()].map(({ door, enabled, passwordHash, createdAt, version }) => [
        door,
        enabled,
        passwordHash,
        createdAt,
        version,
      ]),
    ).toEqual([
      ['organization', true, undefined, NOW, 1],
      ['personal', true, 'first', NOW, 1],
    ]);
  });

  it('is renamed, disabled and enabled', () => {
    const account = aScanner();
    account.rename(Buffer.from('郑海'));
    account.disable();
    expect([String(account.displayName), account.enabled]).toEqual(['郑海', false]);
    account.enable();
    expect(account.enabled).toBe(true);
  });
});

describe('An activation', () => {
  it('counts for a day, to the last moment', () => {
    const account = aScanner();
    expect(account.activationAt(NOW)).toBeUndefined();
    account.inviteToActivate(Buffer.from('digest'), NOW);
    expect([0, 24 * HOUR, 24 * HOUR + 1].map((later) => account.activationAt(after(later))?.toString())).toEqual([
      'digest',
      'digest',
      undefined,
    ]);
  });

  it('is used up by the password that was chosen with it', () => {
    const account = aScanner();
    account.inviteToActivate(Buffer.from('digest'), NOW);
    account.choosePassword('chosen');
    expect([account.activationAt(NOW), account.activationHash, account.activationExpiresAt]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('A password', () => {
  it('that its holder chose counts for ever, and need not be changed', () => {
    const account = aScanner();
    expect(account.hasLivePassword(NOW)).toBe(false);
    account.choosePassword('chosen');
    expect([account.hasLivePassword(after(10_000 * HOUR)), account.mustChangePassword]).toEqual([true, false]);
    expect(signingIn(account, 'chosen', NOW)).not.toThrow();
    expect(signingIn(account, 'chosen', NOW)).not.toThrow();
  });

  it('that was handed out counts for three days and must be changed', () => {
    const account = aScanner();
    account.handOutPassword('one-time', NOW);
    expect([0, 72 * HOUR - 1, 72 * HOUR].map((later) => account.hasLivePassword(after(later)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(account.mustChangePassword).toBe(true);
    expect(signingIn(account, 'one-time', after(72 * HOUR))).toThrow(FAILED);
  });

  it('that was handed out opens one session', () => {
    const account = aScanner();
    account.handOutPassword('one-time', NOW);
    account.signIn('one-time', after(HOUR));
    expect(signingIn(account, 'one-time', after(HOUR))).toThrow(FAILED);
    account.choosePassword('chosen');
    expect([account.mustChangePassword, account.passwordExpiresAt]).toEqual([false, undefined]);
    expect(signingIn(account, 'chosen', after(100 * HOUR))).not.toThrow();
  });

  it('opens nothing once it was replaced, nor in an account that is disabled or has none', () => {
    const account = aResident();
    account.choosePassword('second');
    expect(signingIn(account, 'first', NOW)).toThrow(FAILED);
    account.disable();
    expect(signingIn(account, 'second', NOW)).toThrow(FAILED);
    expect(signingIn(aScanner(), undefined, NOW)).toThrow(FAILED);
  });

  it('is hashed anew only if it still is the same', () => {
    const account = aResident();
    account.rehashPassword('another', 'dearer');
    expect(account.passwordHash).toBe('first');
    account.rehashPassword('first', 'dearer');
    expect(account.passwordHash).toBe('dearer');
  });
});

describe('Whoever signed in acts', () => {
  const inUse = (id: string) => {
    const account = aScanner(id);
    account.choosePassword('chosen');
    return account;
  };
  const idsOf = (account: Account, others: readonly Account[]) =>
    capacitiesOf(account, [account, ...others]).map(({ id }) => id);

  it('in the own capacity first, then in those of units’ accounts with the same mobile', () => {
    expect(idsOf(aResident(), [inUse('one'), inUse('two')])).toEqual(['own', 'one', 'two']);
  });

  it('in none of an account that is not in use yet, or disabled', () => {
    const [handedOut, disabled] = [inUse('handed out'), inUse('disabled')];
    handedOut.handOutPassword('one-time', NOW);
    disabled.disable();
    expect(idsOf(aResident(), [aScanner('without a password'), handedOut, disabled])).toEqual(['own']);
  });

  it('never the other way round, nor from unit to unit', () => {
    expect(idsOf(inUse('one'), [aResident(), inUse('two')])).toEqual(['one']);
  });

  it('in nothing with a disabled account', () => {
    const account = aResident();
    account.disable();
    expect(idsOf(account, [inUse('one')])).toEqual([]);
  });

  it.each([
    [true, { enabled: true, hasPassword: true, mustChangePassword: false }],
    [false, { enabled: false, hasPassword: true, mustChangePassword: false }],
    [false, { enabled: true, hasPassword: false, mustChangePassword: false }],
    [false, { enabled: true, hasPassword: true, mustChangePassword: true }],
  ])('%s for one that is %j', (expected, standing) => {
    expect(isInUse(standing)).toBe(expected);
  });
});
