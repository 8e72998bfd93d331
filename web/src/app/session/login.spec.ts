import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DrawnPage } from '../testing/drawn-page';
import { Login } from './login';
import { AREAS, Area, Permission } from './permissions';
import { SessionStore } from './session-store';

@Component({ imports: [Login], template: '<app-login [then]="then()" />' })
class Door {
  readonly then = signal<string | undefined>(undefined);
}

const SHOWS: Permission = { action: 'show', subject: 'HealthCode' };
const SCANS: Permission = { action: 'record', subject: 'Scan' };
const areas = [
  { path: 'scanner', home: '/scanner', door: 'organization', needs: SCANS },
  { path: '', home: '/home', door: 'personal', needs: SHOWS },
] as unknown as Area[];

describe('The door', () => {
  let page: DrawnPage<Door>;
  let session: { capacities: unknown[]; mustChangePassword: boolean; permissions: Permission[] };
  let opened: unknown[];
  const ended = signal(false);

  beforeEach(() => {
    session = { capacities: [{}], mustChangePassword: false, permissions: [SHOWS] };
    ended.set(false);
    page = DrawnPage.of(Door, [
      provideRouter([]),
      { provide: SessionStore, useValue: { ended, signIn: async () => session } },
      { provide: AREAS, useValue: areas },
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
    session = { ...session, capacities: [{}, {}], mustChangePassword: false };
    expect(await signedIn()).toEqual(['/capacities']);
    session = { ...session, capacities: [{}, {}], mustChangePassword: true };
    expect((await signedIn()).at(-1)).toBe('/password');
  });

  it('says why somebody stands there again whose session has ended, and nothing to others', async () => {
    expect(page.text()).not.toContain('登录已失效');
    page.instance.then.set('/messages');
    ended.set(true);
    await page.settled();
    expect(page.text('[role=status]')).toBe('登录已失效，请重新登录。 登录后回到刚才的页面。');
  });

  it.each([
    ['/scanner', '法人用户'],
    ['/scanner/shift?then=x', '法人用户'],
    ['/scanners', '个人用户'],
    ['/code', '个人用户'],
    [undefined, '个人用户'],
  ])('is open for the people of the page that was wanted, and the other is one tap away: %s', async (wanted, door) => {
    page.instance.then.set(wanted);
    await page.settled();
    expect(page.text('[aria-selected=true]')).toBe(door);
    const other = door === '法人用户' ? '个人用户' : '法人用户';
    await page.press(other);
    expect(page.text('[aria-selected=true]')).toBe(other);
  });
});
