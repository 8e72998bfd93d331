import fc from 'fast-check';
import type { AreaLevel, LevelHistory } from '../../health-verdict/contracts/area-levels.js';
import { flowAdvice, trailOf, windowStart } from './flow-advice.js';

const NOW = new Date('2020-02-20T10:00:00+08:00');
const at = (local: string) => new Date(`${local}+08:00`);
const level = (rank: number): AreaLevel => ({ rank, name: { zh: `${rank}`, en: `${rank}` } });
const fixed = (ranks: Record<string, number>): LevelHistory => ({
  highest: (key) => (key in ranks ? level(ranks[key]!) : undefined),
});

describe('the window', () => {
  it('starts at 00:00 in Shanghai 14 days ago', () => {
    expect(windowStart(NOW)).toEqual(at('2020-02-06T00:00:00'));
    expect(windowStart(at('2020-02-20T00:00:00'))).toEqual(at('2020-02-06T00:00:00'));
    expect(windowStart(new Date(at('2020-02-20T00:00:00').getTime() - 1))).toEqual(at('2020-02-05T00:00:00'));
  });
});

describe('the trail', () => {
  const initial = { areaKey: 'home', at: at('2020-01-10T00:00:00') };

  it('starts with the last scan before the window, counted from its start', () => {
    expect(trailOf([], { areaKey: 'before', at: at('2020-02-01T00:00:00') }, initial, NOW)).toEqual([
      { areaKey: 'before', at: windowStart(NOW) },
    ]);
  });

  it('starts with the initial position when nobody scanned before', () => {
    expect(trailOf([], undefined, initial, NOW)).toEqual([{ areaKey: 'home', at: windowStart(NOW) }]);
  });

  it('dates a claim within the window at the claim', () => {
    const claimed = { areaKey: 'home', at: at('2020-02-18T09:00:00') };
    expect(trailOf([], undefined, claimed, NOW)).toEqual([claimed]);
  });
});

describe('flow advice', () => {
  const trail = [
    { areaKey: 'quiet', at: at('2020-02-08T09:00:00') },
    { areaKey: 'severe', at: at('2020-02-10T09:00:00') },
  ];

  it('warns of the most severe area on the trail, with area and date', () => {
    const advice = flowAdvice(trail, 'here', fixed({ quiet: 0, severe: 3, here: 1 }), NOW);
    expect(advice).toEqual({ kind: 'warning', level: level(3), areaKey: 'severe', at: at('2020-02-10T09:00:00') });
  });

  it('names the first of several that are as severe', () => {
    const advice = flowAdvice(trail, 'here', fixed({ quiet: 3, severe: 3, here: 1 }), NOW);
    expect(advice).toMatchObject({ areaKey: 'quiet', at: at('2020-02-08T09:00:00') });
  });

  it.each([3, 4])('says nothing when this point is as severe or more (%i)', (rank) => {
    expect(flowAdvice(trail, 'here', fixed({ quiet: 0, severe: 3, here: rank }), NOW)).toEqual({ kind: 'none' });
  });

  it('says that it does not know', () => {
    expect(flowAdvice(trail, 'here', fixed({ quiet: 0, severe: 3 }), NOW)).toEqual({ kind: 'unknown' });
    expect(flowAdvice(trail, 'here', fixed({ quiet: 0, here: 0 }), NOW)).toEqual({ kind: 'unknown' });
  });

  it('still warns when another place is unknown', () => {
    expect(flowAdvice(trail, 'here', fixed({ severe: 3, here: 0 }), NOW)).toMatchObject({ kind: 'warning' });
  });

  it('asks for the highest level since the visit, and for the level of this point now', () => {
    const asked: [string, Date, Date][] = [];
    flowAdvice(trail, 'here', { highest: (key, from, until) => (asked.push([key, from, until]), level(0)) }, NOW);
    expect(asked).toEqual([
      ['here', NOW, NOW],
      ['quiet', trail[0]!.at, NOW],
      ['severe', trail[1]!.at, NOW],
    ]);
  });

  it('warns exactly when the worst of the trail is worse than here', () => {
    const rank = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(rank, { minLength: 1 }), rank, (ranks, here) => {
        const levels = fixed(
          Object.fromEntries([...ranks.map((value, index) => [`a${index}`, value] as const), ['here', here] as const]),
        );
        const visits = ranks.map((_, index) => ({ areaKey: `a${index}`, at: NOW }));
        expect(flowAdvice(visits, 'here', levels, NOW).kind).toBe(Math.max(...ranks) > here ? 'warning' : 'none');
      }),
    );
  });
});
