import { DestroyRef } from '@angular/core';
import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { apiRequests } from '../api/api-requests';
import { writeStored } from '../api/browser-storage';
import { UnsavedWork } from '../ui/unsaved-work';
import { EndedElsewhere } from './ended-elsewhere';
import { endedSession } from './ended-session';
import { REMEMBERED, Remembered, SessionStore, SessionView } from './session-store';

const CHEN: SessionView = {
  accountId: 'chen',
  displayName: '陈小明',
  capacity: { id: 'c1', role: 'resident' },
  capacities: [{ id: 'c1', role: 'resident' }],
  mustChangePassword: false,
  permissions: [],
  unread: 0,
};
const remembered = ({ accountId, capacity, permissions }: SessionView): Remembered => ({
  accountId,
  capacity,
  level: undefined,
  permissions,
});

/** An open page of somebody signed in, and where it is sent. */
describe('A session that has ended', () => {
  let store: SessionStore;
  let requests: HttpTestingController;
  let sentTo: unknown[];

  beforeEach(async () => {
    localStorage.clear();
    sentTo = [];
    const router = {
      url: '/messages',
      navigate: async (...to: unknown[]) => sentTo.push(to),
      navigateByUrl: async (to: unknown) => sentTo.push(to),
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([endedSession, apiRequests])),
        provideHttpClientTesting(),
        { provide: Router, useValue: router },
      ],
    });
    store = TestBed.inject(SessionStore);
    requests = TestBed.inject(HttpTestingController);
    const known = store.known();
    requests.expectOne('/api/session').flush(CHEN);
    await known;
  });
  afterEach(() => localStorage.clear());

  async function answered(url: string, status: number, code: string): Promise<void> {
    const asked = firstValueFrom(TestBed.inject(HttpClient).get(url)).catch(() => undefined);
    requests.expectOne(url).flush({ code }, { status, statusText: code });
    await asked;
  }

  it('leads to the door, and from there back to the same page; the device remembers nobody', async () => {
    await answered('/api/messages', 401, 'SESSION.REQUIRED');
    expect(sentTo).toEqual([[['/login'], { queryParams: { then: '/messages' } }]]);
    expect([store.session(), localStorage.getItem(REMEMBERED)]).toEqual([undefined, null]);
  });

  it('is said at the door until somebody signs in, and not of who signed out', async () => {
    await answered('/api/messages', 401, 'SESSION.REQUIRED');
    const askedAtTheDoor = store.known();
    requests.expectOne('/api/session').flush({ code: 'SESSION.REQUIRED' }, { status: 401, statusText: 'Unauthorized' });
    await askedAtTheDoor;
    expect(store.ended()).toBe(true);
    const signedIn = store.signIn('personal', '13800000001', 'the quiet river 35');
    requests.expectOne('/api/sessions').flush(CHEN);
    await signedIn;
    expect(store.ended()).toBe(false);
    const signedOut = store.signOut();
    requests.expectOne('/api/session').flush(null);
    await signedOut;
    expect(store.ended()).toBe(false);
  });

  it('is said of the session that this device remembers, too, and not to who comes for the first time', async () => {
    for (const [known, ended] of [
      [undefined, false],
      [CHEN, true],
    ] as const) {
      store.forget();
      if (known) writeStored(REMEMBERED, remembered(known));
      const asked = store.known();
      requests
        .expectOne('/api/session')
        .flush({ code: 'SESSION.REQUIRED' }, { status: 401, statusText: 'Unauthorized' });
      await asked;
      expect(store.ended()).toBe(ended);
    }
  });

  it('leads to the door once, whatever else is answered later', async () => {
    await answered('/api/messages', 401, 'SESSION.REQUIRED');
    await answered('/api/feeds', 401, 'SESSION.REQUIRED');
    expect(sentTo).toHaveLength(1);
  });

  it('leaves nobody to ask whether to leave', async () => {
    const unsaved = TestBed.inject(UnsavedWork);
    unsaved.register({ isOpen: () => true, discard: async () => false }, TestBed.inject(DestroyRef));
    expect(await unsaved.mayLeave()).toBe(false);
    await answered('/api/messages', 401, 'SESSION.REQUIRED');
    expect(await unsaved.mayLeave()).toBe(true);
  });

  it('is not the same as something that is refused', async () => {
    await answered('/api/messages', 403, 'REQUEST.FORBIDDEN');
    expect([sentTo, store.session()]).toEqual([[], CHEN]);
  });

  it('of which the page only asks is an answer, and leads nowhere', async () => {
    await answered('/api/session', 401, 'SESSION.REQUIRED');
    expect(sentTo).toEqual([]);
  });

  describe('in another tab', () => {
    const changed = (newValue: unknown, key: string | null = REMEMBERED) =>
      dispatchEvent(new StorageEvent('storage', { key, newValue: newValue ? JSON.stringify(newValue) : null }));

    beforeEach(() => TestBed.inject(EndedElsewhere).watch());

    it('takes this tab along to the door', () => {
      changed(undefined);
      expect([store.session(), sentTo]).toEqual([undefined, ['/login']]);
    });

    it('takes it along home where somebody else signed in, and leaves what that tab wrote', () => {
      const lin = remembered({ ...CHEN, accountId: 'lin' });
      writeStored(REMEMBERED, lin);
      changed(lin);
      expect([store.session(), sentTo[0]]).toEqual([undefined, '/']);
      expect(localStorage.getItem(REMEMBERED)).toContain('lin');
    });

    it('takes it along where all that is kept was deleted', () => {
      changed(undefined, null);
      expect(sentTo[0]).toBe('/login');
    });

    it('changes nothing for the same person in the same capacity, nor for what else is kept', () => {
      changed(remembered(CHEN));
      changed('en', 'bamin.language');
      expect([store.session(), sentTo]).toEqual([CHEN, []]);
    });
  });
});
