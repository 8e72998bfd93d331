import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { EnvironmentInjector, Injectable, createEnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GREEN, ORANGE } from '../testing/colours';
import { apiRequests } from '../api/api-requests';
import { momentNow } from '../api/server-clock';
import { SessionStore } from '../session/session-store';
import { CodeKeeper } from './code-keeper';
import { CodeView, digitsOf, isHeld } from './code-state';
import { Credentials } from './credentials';
import { DeviceCode } from './device-code';
import { DeviceRecord } from './device-record';
import { isKeptCode, KeptCode, KeptCodes, News } from './kept-code';

const NOON = Date.parse('2026-11-23T04:00:00Z');

/** The device without its cryptography: what it shows names the moment and the credential it was made from. */
@Injectable()
class PlainDevice extends DeviceCode {
  override ability = () => 'presents' as const;
  override newKeys = async () => ({ keys: {} as CryptoKeyPair, publicKey: 'point' });
  override present = async (credential: string, _keys: CryptoKeyPair, at: number) => `${credential}@${at / 1000}`;
  override digits = async (serial: string, secret: string, at: number) =>
    `${serial}${String(at / 1000).slice(-6)}${secret}`;
  override draw = (text: string) => ({ viewBox: '0 0 1 1', path: text });
}

@Injectable()
class Memory extends KeptCodes {
  kept?: KeptCode;
  override read = async () => this.kept;
  override merge = async (known: KeptCode, change: Partial<KeptCode>) =>
    (this.kept = { ...(this.kept ?? known), ...change });
  private readonly listeners: ((news: News) => void)[] = [];
  override announce = (news: News) => this.listeners.forEach((told) => told(news));
  override listen = (told: (news: News) => void) => void this.listeners.push(told);
  override delete = async () => void (this.kept = undefined);
}

const green: Omit<CodeView, 'causes'> = {
  codeId: 'code',
  serial: '123456789',
  maskedName: '陈*明',
  colour: 'green',
  colourWords: GREEN,
  dataAsOf: [],
  ruleVersion: 1,
  digitsEpoch: 2,
  serverTime: new Date(NOON).toISOString(),
};
const aKeptCode = (change: Partial<KeptCode> = {}): KeptCode => ({
  accountId: 'chen',
  view: green,
  etag: '"1"',
  deviceId: 'phone',
  keys: {} as CryptoKeyPair,
  credential: 'credential',
  issuedAs: 'green',
  issuedEpoch: 2,
  expiresAt: new Date(NOON + 3_600_000).toISOString(),
  renewAfter: new Date(NOON + 1_800_000).toISOString(),
  digits: { serial: '123456789', epoch: 2, days: [{ date: '2026-11-23', secret: '7' }] },
  ...change,
});

/** One waiting line, as the browser keeps for all its tabs. */
function locks() {
  let last: Promise<unknown> = Promise.resolve();
  return { request: (_name: string, _options: object, work: () => Promise<unknown>) => (last = last.then(work, work)) };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

describe('The code on a device', () => {
  let keeper: CodeKeeper;
  let requests: HttpTestingController;
  let memory: Memory;

  beforeEach(() => {
    localStorage.clear();
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks() });
    jest.spyOn(Date, 'now').mockReturnValue(NOON);
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([apiRequests])),
        provideHttpClientTesting(),
        { provide: DeviceCode, useClass: PlainDevice },
        { provide: KeptCodes, useClass: Memory },
        { provide: SessionStore, useValue: { session: () => ({ accountId: 'chen' }) } },
      ],
    });
    keeper = TestBed.inject(CodeKeeper);
    requests = TestBed.inject(HttpTestingController);
    memory = TestBed.inject(KeptCodes) as Memory;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    Reflect.deleteProperty(navigator, 'locks');
  });

  const issued = {
    deviceId: 'place',
    credential: 'fresh',
    expiresAt: aKeptCode().expiresAt,
    renewAfter: aKeptCode().renewAfter,
  };

  const qr = (tab = keeper) => {
    const state = tab.state();
    return isHeld(state) ? state.held.qr?.path : undefined;
  };
  const digits = (tab = keeper) => digitsOf(tab.state())?.join('');
  const kind = (tab = keeper) => tab.state().kind;

  const withoutNetwork = async () => {
    const opening = keeper.open();
    await settled();
    requests.match(() => true).forEach((request) => request.error(new ProgressEvent('error')));
    await opening;
  };

  it('is renewed every 30 s without any request', async () => {
    memory.kept = aKeptCode();
    await withoutNetwork();
    const first = qr();
    jest.spyOn(Date, 'now').mockReturnValue(NOON + 30_000);
    await keeper.refreshShown();
    requests.verify();
    expect(first).toBe(`credential@${NOON / 1000}`);
    expect(qr()).toBe(`credential@${NOON / 1000 + 30}`);
    expect(digits()).toHaveLength(16);
  });

  it('is shown without network as the device last knew it', async () => {
    memory.kept = aKeptCode();
    await withoutNetwork();
    keeper.clock.learnFrom(new Date(NOON).toUTCString(), momentNow());
    expect(keeper.offline()).toBe(true);
    expect(keeper.state()).toMatchObject({ kind: 'shown', view: { colour: 'green' } });
  });

  it('is not shown beyond the life of its credential, nor beyond a known change of colour', async () => {
    memory.kept = aKeptCode();
    await withoutNetwork();
    jest.spyOn(Date, 'now').mockReturnValue(NOON + 3_600_000);
    await keeper.refreshShown();
    expect([kind(), qr()]).toEqual(['stale', undefined]);
  });

  it.each([null, 'broken', { accountId: 'chen', view: {} }, { accountId: 'chen', keys: 7 }, { view: green }])(
    'is asked for again where what is kept of it is damaged: %j',
    (damaged) => {
      expect(isKeptCode(damaged)).toBe(false);
      expect(isKeptCode(aKeptCode({ keys: { privateKey: {} } as CryptoKeyPair }))).toBe(true);
    },
  );

  it('is no verdict while the clock is in doubt', async () => {
    memory.kept = aKeptCode();
    await withoutNetwork();
    expect([qr() !== undefined, kind()]).toEqual([true, 'doubtful']);
    keeper.clock.learnFrom(new Date(NOON).toUTCString(), momentNow());
    expect(kind()).toBe('shown');
  });

  it('of another account is deleted from the device', async () => {
    memory.kept = aKeptCode({ accountId: 'someone-else' });
    await withoutNetwork();
    expect(keeper.state().view).toBeUndefined();
    expect(memory.kept).toBeUndefined();
  });

  it('asks for a new credential when the colour has changed', async () => {
    memory.kept = aKeptCode();
    const opening = keeper.open();
    await settled();
    requests.expectOne('/api/code').flush({ ...green, colour: 'orange', colourWords: ORANGE, causes: [] });
    await settled();
    requests
      .expectOne('/api/code/devices/phone/credential')
      .flush({ credential: 'orange', expiresAt: aKeptCode().expiresAt, renewAfter: aKeptCode().renewAfter });
    await opening;
    expect(memory.kept).toMatchObject({ credential: 'orange', issuedAs: 'orange' });
  });

  it('shows its QR where the digits wait for an SMS', async () => {
    memory.kept = aKeptCode({ digits: undefined });
    const opening = keeper.open();
    await settled();
    requests.expectOne('/api/code').flush({ ...green, causes: [] });
    await settled();
    requests
      .expectOne('/api/code/digits')
      .flush({ code: 'DEVICE.SMS_REQUIRED' }, { status: 422, statusText: 'Refused' });
    await opening;
    expect(keeper.state()).toMatchObject({ kind: 'doubtful', held: { qr: expect.anything(), digitsNeedSms: true } });
    expect(digits()).toBeUndefined();
  });

  it('asks for its digits again, and shows the dead ones no longer, when another device or session ended', async () => {
    memory.kept = aKeptCode();
    const opening = keeper.open();
    await settled();
    expect(digits()).toBeDefined();
    requests.expectOne('/api/code').flush({ ...green, digitsEpoch: 3, causes: [] });
    await settled();
    await keeper.refreshShown();
    expect(digits()).toBeUndefined();
    requests.expectOne('/api/code/devices/phone/credential').flush({ ...issued, deviceId: 'phone' });
    await settled();
    requests
      .expectOne('/api/code/digits')
      .flush({ serial: '123456789', epoch: 3, days: [{ date: '2026-11-23', secret: '8' }] });
    await opening;
    expect(digits()).toMatch(/8$/);
  });

  it('goes on with its digits over midnight', async () => {
    memory.kept = aKeptCode({ expiresAt: '2026-11-24T04:00:00Z', renewAfter: '2026-11-24T04:00:00Z' });
    const midnight = Date.parse('2026-11-24T00:00:00+08:00');
    const at = async (now: number) => {
      jest.spyOn(Date, 'now').mockReturnValue(now);
      await keeper.refreshShown();
      return digits()?.slice(-1);
    };
    await withoutNetwork();
    jest.useFakeTimers({ doNotFake: ['Date'] });
    expect([await at(midnight - 1), await at(midnight + 1000)]).toEqual(['7', '7']);
    jest.advanceTimersByTime(20_000);
    jest.useRealTimers();
    await settled();
    requests.expectOne('/api/code').flush(null, { status: 304, statusText: 'Not Modified' });
    await settled();
    requests
      .expectOne('/api/code/digits')
      .flush({ serial: '123456789', epoch: 2, days: [{ date: '2026-11-24', secret: '8' }] });
    await settled();
    expect(await at(midnight + 25_000)).toBe('8');
  });

  it('does not take the time from an answer that was long on its way', async () => {
    memory.kept = aKeptCode();
    const opening = keeper.open();
    await settled();
    jest.spyOn(Date, 'now').mockReturnValue(NOON + 60_000);
    requests.expectOne('/api/code').flush({ ...green, causes: [] });
    await opening;
    expect(keeper.clock.now()).toBe(NOON + 60_000);
  });

  it('never keeps the reasons', async () => {
    memory.kept = aKeptCode();
    const opening = keeper.open();
    await settled();
    requests.expectOne('/api/code').flush({ ...green, causes: [{ cause: 5 }] });
    await opening;
    expect(JSON.stringify(memory.kept)).not.toContain('cause');
    expect(keeper.causes()).toHaveLength(1);
  });

  const anotherTab = () =>
    createEnvironmentInjector([CodeKeeper, Credentials, DeviceRecord], TestBed.inject(EnvironmentInjector)).get(
      CodeKeeper,
    );

  it('takes one place among the devices, however many tabs find the storage empty at once', async () => {
    const other = anotherTab();
    const opening = [keeper.open(), other.open()];
    await settled();
    requests.match('/api/code').forEach((request) => request.flush({ ...green, causes: [] }));
    await settled();
    requests.expectOne('/api/code/devices').flush(issued);
    await settled();
    requests.match('/api/code/digits').forEach((request) => request.flush(aKeptCode().digits!));
    await Promise.all(opening);
    expect([keeper, other].map((tab) => qr(tab))).toEqual([`fresh@${NOON / 1000}`, `fresh@${NOON / 1000}`]);
  });

  it('closes in every tab when one gives it up, and is not written back by a later answer', async () => {
    memory.kept = aKeptCode();
    const other = anotherTab();
    await withoutNetwork();
    const opening = other.open();
    await settled();
    await keeper.forget();
    requests.match(() => true).forEach((request) => request.flush({ ...green, causes: [] }));
    await opening;
    expect([kind(other), memory.kept]).toEqual(['closed', undefined]);
  });

  it('of a revoked device is taken away at the next answer, not shown until somebody refuses it', async () => {
    memory.kept = aKeptCode();
    const opening = keeper.open();
    await settled();
    requests.expectOne('/api/code').flush({ ...green, digitsEpoch: 3, causes: [] });
    await settled();
    requests
      .expectOne('/api/code/devices/phone/credential')
      .flush({ code: 'DEVICE.NOT_FOUND' }, { status: 404, statusText: 'x' });
    await settled();
    requests.expectOne('/api/code/devices').flush({ code: 'DEVICE.TOO_MANY' }, { status: 409, statusText: 'x' });
    await opening;
    expect([kind(), qr()]).toEqual(['needs-sms', undefined]);
  });
});
