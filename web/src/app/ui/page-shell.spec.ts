import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, RouterLink, RouterOutlet, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { DrawnPage } from '../testing/drawn-page';
import { Language } from './language';
import { PageShell } from './page-shell';

@Component({ imports: [RouterLink], template: '<a id="on" routerLink="/list">on</a>' })
class Detail {}

@Component({ template: '<h1>list</h1>' })
class List {}

@Component({ imports: [PageShell, RouterOutlet], template: '<app-page-shell><router-outlet /></app-page-shell>' })
class Frame {
  readonly router = inject(Router);
}

describe('The frame of every page', () => {
  let page: DrawnPage<Frame>;

  beforeEach(async () => {
    document.body.replaceChildren();
    page = DrawnPage.of(Frame, [
      provideRouter([
        { path: 'detail', component: Detail },
        { path: 'list', component: List },
      ]),
      { provide: Language, useValue: { active: () => 'zh-CN' } },
    ]);
    await TestBed.inject(Router).navigateByUrl('/detail');
    await page.settled();
  });

  it('leaves the keyboard at the top of a page that is opened first', () => {
    expect(document.activeElement).toBe(document.body);
  });

  it('has the keyboard go on in the next page when the link that led there is gone', async () => {
    page.find('#on').focus();
    page.find('#on').click();
    await page.settled();
    expect([page.says('list'), document.activeElement?.id]).toEqual([[true], 'content']);
  });

  it('leaves it where it is as long as that still stands', async () => {
    const home = page.find('a.home');
    home.focus();
    await TestBed.inject(Router).navigateByUrl('/list');
    await page.settled();
    expect(document.activeElement).toBe(home);
  });
});
