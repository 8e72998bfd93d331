import { pendingEvents } from '../../platform/kernel/aggregate-root.js';
import { mayScan, SubAccount } from './sub-account.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const LATER = new Date('2020-02-21T10:00:00+08:00');
const ids = { chen: '01900000-0000-7000-8000-00000000a001', unit: '01900000-0000-7000-8000-00000000c001' };
const contact = {
  name: Buffer.from('陈志强'),
  namePrefixes: ['陈', '陈志', '陈志强'],
  mobile: Buffer.from('13600000001'),
  mobileHash: Buffer.from('hash of 13600000001'),
  maskedMobile: '136****0001',
};
const corrected = { name: Buffer.from('陈自强'), namePrefixes: ['陈', '陈自', '陈自强'] };
const aScanner = () => SubAccount.add(ids.chen, ids.unit, contact, NOW);
const said = (account: SubAccount) => pendingEvents(account).map(({ type }) => type.split('.')[1]);

describe('a sub-account', () => {
  it('may scan from the moment it is added', () => {
    expect(aScanner()).toMatchObject({
      ...contact,
      id: ids.chen,
      organizationId: ids.unit,
      status: 'active',
      addedAt: NOW,
    });
  });

  it('tells others that it was added, and to which unit, but nothing of the person', () => {
    expect(pendingEvents(aScanner())).toEqual([
      {
        type: 'organization.sub-account-added.v1',
        aggregateId: ids.chen,
        aggregateVersion: 1,
        occurredAt: NOW.toISOString(),
        payload: { subAccountId: ids.chen, organizationId: ids.unit },
      },
    ]);
  });

  it('is disabled and enabled again, each time as its next version', () => {
    const account = aScanner();
    expect(mayScan(account)).toBe(true);
    account.disable(LATER);
    expect(mayScan(account)).toBe(false);
    expect(account.status).toBe('disabled');
    expect(pendingEvents(account).at(-1)).toMatchObject({ aggregateVersion: 2, occurredAt: LATER.toISOString() });
    account.enable(LATER);
    expect(account.status).toBe('active');
    expect(said(account)).toEqual(['sub-account-added', 'sub-account-disabled', 'sub-account-enabled']);
  });

  it('stays as it is when it is disabled or enabled once more', () => {
    const account = aScanner();
    account.enable(LATER);
    expect(said(account)).toEqual(['sub-account-added']);
    account.disable(LATER);
    account.disable(LATER);
    expect(said(account)).toEqual(['sub-account-added', 'sub-account-disabled']);
  });

  it('gets another name, by which it is found, as its next version', () => {
    const account = aScanner();
    account.rename(1, corrected, LATER);
    expect(account).toMatchObject({ ...contact, ...corrected });
    expect(said(account).at(-1)).toBe('sub-account-renamed');
    expect(pendingEvents(account).at(-1)).toMatchObject({ aggregateVersion: 2, occurredAt: LATER.toISOString() });
  });

  it.each([0, 2])('keeps its name when who corrects it looked at version %i, not at the newest', (seen) => {
    const account = aScanner();
    expect(() => account.rename(seen, corrected, LATER)).toThrow('SUB_ACCOUNT.STALE');
    expect([account.name, said(account)]).toEqual([contact.name, ['sub-account-added']]);
  });
});
