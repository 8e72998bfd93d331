import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatButtonModule } from '@angular/material/button';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Busy } from './busy';

@Component({
  imports: [Busy, MatButtonModule],
  template: `
    <button type="button" [appBusy]="busy()" (click)="pressed.set(pressed() + 1)">更多</button>
    <button type="button" mat-flat-button [appBusy]="busy()" (click)="pressed.set(pressed() + 1)">更多</button>
  `,
})
class Page {
  readonly busy = signal(true);
  readonly pressed = signal(0);
}

describe('A button whose work is under way', () => {
  let page: Page;
  let buttons: HTMLButtonElement[];

  beforeEach(() => {
    const fixture = TestBed.createComponent(Page);
    page = fixture.componentInstance;
    document.body.append(fixture.nativeElement as HTMLElement);
    TestBed.tick();
    buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
  });
  afterEach(() => buttons.forEach((button) => button.parentElement?.remove()));

  it.each([0, 1])('does nothing when pressed, says so, and keeps the focus; button %i', (at) => {
    const button = buttons[at]!;
    button.focus();
    button.click();
    const said = ['aria-busy', 'aria-disabled'].map((name) => button.getAttribute(name));
    expect([page.pressed(), said, button.disabled, document.activeElement]).toEqual([
      0,
      ['true', 'true'],
      false,
      button,
    ]);
  });

  it.each([0, 1])('works again once it is done; button %i', (at) => {
    page.busy.set(false);
    TestBed.tick();
    buttons[at]!.click();
    expect([page.pressed(), buttons[at]!.getAttribute('aria-disabled')]).toEqual([1, null]);
  });
});
