import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DrawnPage } from '../testing/drawn-page';
import { Login } from './login';
import { Permissions } from './permissions';
import { SessionStore } from './session-store';

@Component({ imports: [Login], template: '<app-login [then]="then()" />' })
class Door {
  readonly then = signal<string | undefined>(undefined);
}

describe('The door', () => {
  let page: DrawnPage<Door>;
  let session: { capacities: unknown[]; mustChangePassword: boolean };
  let opened: unknown[];
  const ended = signal(false);

  beforeEach(() => {
    session = { capacities: [{}], mustChangePassword: false };
    ended.set(false);
    page = DrawnPage.of(Door, [
      provideRouter([]),
      { provide: SessionStore, useValue: { ended, signIn: async () => session } },
      { provide: Permissions, useValue: { homeOf: () => '/home' } },
    ]);
    opened = [];
    jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockImplementation(async (to) => Boolean(opened.push(to)));
  });

  async function signedIn(): Promise<unknown[]> {
    await page.type('#login', '13800000001');
    await page.type('#password', 'the quiet river 35');
    await page.send();
    return opened;
  }

  it.each([
    ['/messages', '/messages'],
    [undefined, '/home'],
    ['//elsewhere.example/home', '/home'],
    ['https://elsewhere.example', '/home'],
  ])('leads on to the page that was wanted, and never to another site: %s', async (wanted, to) => {
    page.instance.then.set(wanted);
    expect(await signedIn()).toEqual([to]);
  });

  it('has who may work as several choose first, and nobody past a one-time password', async () => {
    page.instance.then.set('/messages');
    session = { capacities: [{}, {}], mustChangePassword: false };
    expect(await signedIn()).toEqual(['/capacities']);
    session = { capacities: [{}, {}], mustChangePassword: true };
    expect((await signedIn()).at(-1)).toBe('/password');
  });

  it('says why somebody stands there again whose session has ended, and nothing to others', async () => {
    expect(page.text()).not.toContain('登录已失效');
    page.instance.then.set('/messages');
    ended.set(true);
    await page.settled();
    expect(page.text('[role=status]')).toBe('登录已失效，请重新登录。 登录后回到刚才的页面。');
  });
});
