import { describe, expect, it } from '@jest/globals';
import { JITTER_MS, termOf } from './credential-term.js';
import type { Timeline } from './timeline.js';

const NOW = new Date('2020-02-15T08:00:00Z');
const HOUR = 3_600_000;
const hours = (date: Date) => (date.getTime() - NOW.getTime()) / HOUR;
const segment = (from: string, colour: string) => ({ from, colour, causes: [], ruleVersion: 1 });
const always: Timeline = [segment('2020-02-01T00:00:00Z', 'green')];

describe('The term of a credential', () => {
  it('is a day, less its jitter, and renewed after a quarter', () => {
    const [longest, shortest] = [termOf(always, NOW, 0), termOf(always, NOW, JITTER_MS)];
    expect([hours(longest.expires), hours(longest.renewAfter)]).toEqual([24, 6]);
    expect([hours(shortest.expires), hours(shortest.renewAfter)]).toEqual([22, 5.5]);
  });

  it('never reaches beyond the colour', () => {
    const turning = [...always, segment('2020-02-15T10:00:00Z', 'orange')];
    expect(hours(termOf(turning, NOW, 0).expires)).toBe(2);
    expect(hours(termOf(turning, NOW, 0).renewAfter)).toBe(0.5);
    const later = [...always, segment('2020-02-17T00:00:00Z', 'orange')];
    expect(hours(termOf(later, NOW, 0).expires)).toBe(24);
  });
});
