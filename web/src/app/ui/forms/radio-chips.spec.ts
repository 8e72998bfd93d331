import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RadioChip, RadioChips } from './radio-chips';

@Component({
  imports: [RadioChip, RadioChips],
  template: `<div [(appRadioChips)]="chosen">
    @for (kind of kinds; track kind) {
      <button [appRadioChip]="kind">
        <span>{{ kind }}</span>
      </button>
    }
  </div>`,
})
class Form {
  readonly kinds = ['normal', 'abnormal', 'not-measured'];
  readonly chosen = signal<string | undefined>('');
}

describe('Large buttons of which one is chosen', () => {
  let form: Form;
  let page: HTMLElement;

  beforeEach(() => {
    const fixture = TestBed.createComponent(Form);
    form = fixture.componentInstance;
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    TestBed.tick();
  });
  afterEach(() => page.remove());

  const chips = () => [...page.querySelectorAll<HTMLButtonElement>('[role=radio]')];
  const stops = () => chips().map(({ tabIndex }) => tabIndex);
  function press(key: string): void {
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    TestBed.tick();
  }

  it('are one stop of the Tab key: the first, or the chosen one', () => {
    expect(stops()).toEqual([0, -1, -1]);
    chips()[1]!.click();
    TestBed.tick();
    expect(stops()).toEqual([-1, 0, -1]);
    expect(chips().map((chip) => chip.getAttribute('aria-checked'))).toEqual(['false', 'true', 'false']);
  });

  it.each([
    ['ArrowRight', 'abnormal'],
    ['ArrowDown', 'abnormal'],
    ['ArrowLeft', 'not-measured'],
    ['ArrowUp', 'not-measured'],
    ['End', 'not-measured'],
    ['Home', 'normal'],
  ])('go on with %s, round the end', (key, chosen) => {
    chips()[0]!.focus();
    press(key);
    expect(form.chosen()).toBe(chosen);
    expect(document.activeElement?.textContent).toBe(chosen);
  });

  it('leave every other key alone', () => {
    chips()[0]!.focus();
    press('a');
    expect(form.chosen()).toBe('');
  });
});
