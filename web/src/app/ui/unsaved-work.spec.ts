import { describe, expect, it } from '@jest/globals';
import { DestroyRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { authorityRoutes } from '../admin/authority/authority.routes';
import { scannerRoutes } from '../scanner/scanner.routes';
import { confirmsLoss, UnsavedWork } from './unsaved-work';

/** A page with something open, whose user answers what is given, one answer after the other. */
function aPage({ answers, isOpen = true }: { answers: boolean[]; isOpen?: boolean }) {
  const unsaved = TestBed.inject(UnsavedWork);
  let leave: () => void = () => undefined;
  const page = { onDestroy: (work: () => void) => (leave = work) } as unknown as DestroyRef;
  let [asked, open] = [0, isOpen];
  const discard = async () => {
    const agreed = answers[asked++] ?? false;
    if (agreed) open = false;
    return agreed;
  };
  unsaved.register({ isOpen: () => open, discard }, page);
  return { unsaved, leave: () => leave(), asked: () => asked };
}

const reload = () => {
  const event = new Event('beforeunload', { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
};

describe('what one wrong tap would lose', () => {
  it('is kept when the user says no, and asked about again', async () => {
    const { unsaved, asked } = aPage({ answers: [false, false] });
    expect(await unsaved.mayLeave()).toBe(false);
    expect(await unsaved.mayLeave()).toBe(false);
    expect(asked()).toBe(2);
  });

  it('is lost once the user agrees, and not asked about twice on the same way out', async () => {
    const { unsaved, asked } = aPage({ answers: [true] });
    expect(await unsaved.mayLeave()).toBe(true);
    expect(await unsaved.mayLeave()).toBe(true);
    expect(asked()).toBe(1);
  });

  it('is not asked about when there is nothing', async () => {
    const { unsaved, asked } = aPage({ answers: [], isOpen: false });
    expect(await unsaved.mayLeave()).toBe(true);
    expect(asked()).toBe(0);
    expect(reload()).toBe(false);
  });

  it('is asked about by the browser itself on reload, until the page is gone', () => {
    const { leave } = aPage({ answers: [] });
    expect(reload()).toBe(true);
    leave();
    expect(reload()).toBe(false);
  });

  it('is asked about on the next page, too, when the one before ends only then', () => {
    const before = aPage({ answers: [] });
    aPage({ answers: [] });
    before.leave();
    expect(reload()).toBe(true);
  });

  it.each([
    ['where files are handed in', authorityRoutes],
    ['where codes are scanned', scannerRoutes],
  ])('is asked about by the way out of the page %s', (_, [area]) => {
    expect(area!.children![0]!.canDeactivate).toEqual([confirmsLoss]);
  });
});
