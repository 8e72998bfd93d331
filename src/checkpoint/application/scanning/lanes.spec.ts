import { beforeEach, describe, expect, it } from '@jest/globals';
import { deadlineOfRequest, withinRequest } from '../../../platform/persistence/connections.js';
import { Lanes } from './lanes.js';

const LONG_AGO = 60_000;

describe('many that come at once', () => {
  /** Batches that left, each with a way to end it. */
  let left: { items: readonly string[]; deadline: number; end: (fails?: Error) => void }[];
  let lanes: Lanes<string, string>;

  beforeEach(() => {
    left = [];
    lanes = new Lanes<string, string>(
      (items) =>
        new Promise((resolve, reject) => {
          const answers = items.map((item) =>
            item === 'bad'
              ? { status: 'rejected' as const, reason: new Error(item) }
              : { status: 'fulfilled' as const, value: `${item}!` },
          );
          left.push({
            items,
            deadline: deadlineOfRequest(),
            end: (fails) => (fails ? reject(fails) : resolve(answers)),
          });
        }),
      { lanes: 2, most: 3 },
    );
  });

  const join = (...items: string[]) => Promise.allSettled(items.map((item) => lanes.join(item)));
  const batches = () => left.map(({ items }) => items.join(''));
  const aMoment = () => new Promise(setImmediate);
  /** In moments of their own. */
  const joinOneByOne = async (...items: string[]) => {
    for (const item of items) {
      void join(item);
      await aMoment();
    }
  };
  const end = async (number: number, fails?: Error) => {
    left[number]!.end(fails);
    await aMoment();
    await aMoment();
  };

  it('wait for nobody while a lane is free', async () => {
    await joinOneByOne('a', 'b');
    expect(batches()).toEqual(['a', 'b']);
  });

  it('leave together when they come in the same moment', async () => {
    void join('a', 'b');
    await aMoment();
    expect(batches()).toEqual(['ab']);
  });

  it('go together while all lanes are under way, in the order of their coming, no more than fit', async () => {
    await joinOneByOne('a', 'b', 'c', 'd', 'e', 'f');
    expect(batches()).toEqual(['a', 'b']);
    await end(1);
    expect(batches()).toEqual(['a', 'b', 'cde']);
    await end(0);
    expect(batches()).toEqual(['a', 'b', 'cde', 'f']);
  });

  it('have each its own answer', async () => {
    const answers = join('a', 'b', 'c', 'bad', 'e');
    await aMoment();
    await end(0);
    await end(1);
    expect(await answers).toMatchObject([
      { value: 'a!' },
      { value: 'b!' },
      { value: 'c!' },
      { reason: { message: 'bad' } },
      { value: 'e!' },
    ]);
  });

  it('fail together when their batch does, and the lane goes on', async () => {
    await joinOneByOne('a', 'b');
    const answers = join('c', 'd');
    await end(0);
    await end(2, new Error('away'));
    expect(await answers).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }]);
    await joinOneByOne('e');
    expect(batches().at(-1)).toBe('e');
  });

  it('do not leave when their time is up: nobody waits for the answer', async () => {
    await joinOneByOne('a', 'b');
    const late = ['c', 'd', 'e'].map((item) => withinRequest(() => lanes.join(item), LONG_AGO));
    const inTime = withinRequest(() => lanes.join('f'));
    void Promise.allSettled([...late, inTime]);
    await end(0);
    expect(batches()).toEqual(['a', 'b', 'f']);
    await expect(late[0]).rejects.toThrow('time of the request is used up');
  });

  it('have the time of whoever of them has most of it left', async () => {
    await joinOneByOne('a', 'b');
    void withinRequest(() => lanes.join('c'), 4000);
    void withinRequest(() => lanes.join('d'));
    const wanted = withinRequest(deadlineOfRequest);
    await end(0);
    expect(Math.abs(left[2]!.deadline - wanted)).toBeLessThan(500);
  });
});
