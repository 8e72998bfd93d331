import { Component, DestroyRef, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DrawnPage } from '../testing/drawn-page';
import { UnsavedWork } from '../ui/unsaved-work';
import { Permission, Permissions } from './permissions';
import { SessionStore } from './session-store';
import { StaffShell } from './staff-shell';

const HOME = { link: '/a', label: 'admin.nav.home', icon: '' };
const POINTS = {
  link: '/b',
  label: 'admin.nav.scanPoints',
  icon: '',
  needs: { action: 'manage', subject: 'ScanPoint' },
};
const RECORDS = { link: '/c', label: 'admin.nav.scanRecords', icon: '', needs: { action: 'read', subject: 'Passage' } };

@Component({
  imports: [StaffShell],
  template: '<app-staff-shell [navigation]="navigation" />',
})
class Area {
  readonly navigation = [HOME, POINTS, RECORDS];
  readonly destroyed = inject(DestroyRef);
}

describe('The frame of the staff', () => {
  let page: DrawnPage<Area>;
  let agrees: boolean;
  let open: boolean;
  const signOut = jest.fn(async () => undefined);

  beforeEach(async () => {
    Object.assign(HTMLElement.prototype, { hidePopover: () => undefined }); // jsdom has no popovers.
    [agrees, open] = [false, true];
    signOut.mockClear();
    const session = () => ({ displayName: '林', capacities: [], capacity: { role: 'unit-clerk' } });
    page = DrawnPage.of(Area, [
      provideRouter([]),
      { provide: SessionStore, useValue: { session, signOut } },
      { provide: Permissions, useValue: { may: ({ subject }: Permission) => subject === 'Passage' } },
    ]);
    jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true);
    const discard = async () => agrees;
    TestBed.inject(UnsavedWork).register({ isOpen: () => open, discard }, page.instance.destroyed);
    await page.settled();
  });

  it('leads only where the session may go', () => {
    expect([...page.element.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(['/a', '/c']);
  });

  it('signs nobody out who has something open and wants to keep it', async () => {
    await page.press('退出登录');
    expect(signOut).not.toHaveBeenCalled();
    agrees = true;
    await page.press('退出登录');
    expect(signOut).toHaveBeenCalledTimes(1);
  });
});
