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
      { lanes: 2, enough: 2, most: 3 },
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

  it('wait for nobody while nothing is under way', async () => {
    await joinOneByOne('a');
    expect(batches()).toEqual(['a']);
  });

  it('leave together when they come in the same moment', async () => {
    void join('a', 'b');
    await aMoment();
    expect(batches()).toEqual(['ab']);
  });

  it('wait for what is under way, unless there are enough of them for another lane', async () => {
    await joinOneByOne('a', 'b');
    expect(batches()).toEqual(['a']);
    await joinOneByOne('c');
    expect(batches()).toEqual(['a', 'bc']);
  });

  it('go together while all lanes are under way, in the order of their coming, no more than fit', async () => {
    await joinOneByOne('a', 'b', 'c', 'd', 'e', 'f', 'g');
    expect(batches()).toEqual(['a', 'bc']);
    await end(1);
    expect(batches()).toEqual(['a', 'bc', 'def']);
    await end(0);
    expect(batches()).toEqual(['a', 'bc', 'def']);
    await end(2);
    expect(batches()).toEqual(['a', 'bc', 'def', 'g']);
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
    await joinOneByOne('a', 'b', 'c');
    const answers = join('d', 'e');
    await end(0);
    await end(2, new Error('away'));
    expect(await answers).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }]);
    await joinOneByOne('f', 'g');
    expect(batches().at(-1)).toBe('fg');
  });

  it('do not leave when their time is up: nobody waits for the answer', async () => {
    await joinOneByOne('a', 'b', 'c');
    const late = ['d', 'e', 'f'].map((item) => withinRequest(() => lanes.join(item), LONG_AGO));
    const inTime = ['g', 'h'].map((item) => withinRequest(() => lanes.join(item)));
    void Promise.allSettled([...late, ...inTime]);
    await end(0);
    expect(batches()).toEqual(['a', 'bc', 'gh']);
    await expect(late[0]).rejects.toThrow('time of the request is used up');
  });

  it('have the time of whoever of them has most of it left', async () => {
    await joinOneByOne('a', 'b', 'c');
    void withinRequest(() => lanes.join('d'), 4000);
    void withinRequest(() => lanes.join('e'));
    const wanted = withinRequest(deadlineOfRequest);
    await end(0);
    expect(Math.abs(left[2]!.deadline - wanted)).toBeLessThan(500);
  });
});
