import { TestBed } from '@angular/core/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Api } from '../api/client';
import { writeStored } from '../api/browser-storage';
import { ScriptedApi } from '../testing/scripted-api';
import { SessionStore } from './session-store';

describe('Who signs out', () => {
  afterEach(() => sessionStorage.clear());

  it('leaves nothing in the tab for whoever signs in next, and what an ended session left is there again', async () => {
    const api = new ScriptedApi({ 'DELETE /api/session': () => undefined } as never);
    TestBed.configureTestingModule({ providers: [{ provide: Api, useValue: api }] });
    const store = TestBed.inject(SessionStore);
    writeStored('in-hand', 'a person at the gate', 'sessionStorage');
    store.expire();
    expect(sessionStorage.length).toBe(1);
    await store.signOut();
    expect(sessionStorage.length).toBe(0);
  });
});
