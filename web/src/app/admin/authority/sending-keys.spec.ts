import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SendingKeys } from './sending-keys';

const VISITS = 'outpatient-records';
const aFile = ({ size = 3, lastModified = 1 } = {}) => new File(['x'.repeat(size)], 'one.csv', { lastModified });

describe('What the sending of a file is called', () => {
  beforeEach(() => sessionStorage.clear());
  const keyOf = (file = aFile(), feed = VISITS) => TestBed.inject(SendingKeys).of(feed, file);

  it('is the same for the same file until its answer is here', () => {
    const key = keyOf();
    expect(keyOf()).toBe(key);
    TestBed.inject(SendingKeys).answered();
    expect(keyOf()).not.toBe(key);
  });

  it.each([
    ['of another size', () => keyOf(aFile({ size: 4 }))],
    ['that was changed since', () => keyOf(aFile({ lastModified: 2 }))],
    ['for another feed', () => keyOf(aFile(), 'drug-purchases')],
  ])('is something else for a file %s', (_, other) => {
    expect(keyOf()).not.toBe(other());
  });

  it.each([{ key: 5 }, { key: null }, { key: '' }])('is made anew where what was kept is damaged: %j', (damage) => {
    const key = keyOf();
    const kept = JSON.parse(sessionStorage.getItem('bamin-sending')!) as object;
    sessionStorage.setItem('bamin-sending', JSON.stringify({ ...kept, ...damage }));
    expect(keyOf()).toMatch(/^[\w-]{36}$/);
    expect(keyOf()).not.toBe(key);
  });
});
