import { beforeEach, describe, expect, it } from '@jest/globals';
import { Listing, Part } from './listing';

interface Gate {
  readonly id: string;
  readonly name: string;
}

const SOUTH = { id: 'p1', name: '南门' };
const NORTH = { id: 'p2', name: '北门' };

describe('A list that comes in parts', () => {
  let questions: unknown[];
  let answer: () => Promise<Part<Gate>>;
  let list: Listing<Gate, { name?: string }>;
  const names = () => list.rows()?.map(({ name }) => name);

  beforeEach(() => {
    questions = [];
    answer = async () => ({ items: [SOUTH], next: 'more' });
    list = new Listing({
      fetch: (filter, cursor) => {
        questions.push({ ...filter, cursor });
        return answer();
      },
      idOf: ({ id }) => id,
    });
  });

  it('has no rows before it was asked for', () => {
    expect([names(), list.hasMore(), list.busy()]).toEqual([undefined, false, false]);
  });

  it('goes on with what it was asked with, until there is no more', async () => {
    await list.ask({ name: '门' });
    answer = async () => ({ items: [NORTH] });
    await list.more();
    await list.more();
    expect(names()).toEqual(['南门', '北门']);
    expect(questions).toEqual([
      { name: '门', cursor: undefined },
      { name: '门', cursor: 'more' },
    ]);
  });

  it('asks once for more, however often that is wanted', async () => {
    await list.ask({});
    const slow = Promise.withResolvers<Part<Gate>>();
    answer = () => slow.promise;
    const wanted = [list.more(), list.more()];
    slow.resolve({ items: [NORTH] });
    await Promise.all(wanted);
    expect([questions.length, names()]).toEqual([2, ['南门', '北门']]);
  });

  it('shows the answer to what was asked last, and is busy until that has come', async () => {
    const [first, second] = [Promise.withResolvers<Part<Gate>>(), Promise.withResolvers<Part<Gate>>()];
    answer = () => first.promise;
    const earlier = list.ask({ name: '南' });
    answer = () => second.promise;
    const later = list.ask({ name: '北' });
    first.resolve({ items: [SOUTH] });
    await earlier;
    expect([names(), list.busy()]).toEqual([undefined, true]);
    second.resolve({ items: [NORTH] });
    await later;
    expect([names(), list.busy()]).toEqual([['北门'], false]);
  });

  it('says nothing of an earlier question that failed later', async () => {
    const slow = Promise.withResolvers<Part<Gate>>();
    answer = () => slow.promise;
    const earlier = list.ask({ name: '南' });
    answer = async () => ({ items: [NORTH] });
    await list.ask({ name: '北' });
    slow.reject(new Error('late'));
    await earlier;
    expect([names(), list.problem()]).toEqual([['北门'], undefined]);
  });

  it('shows no rows of an earlier question under one that failed, but those before when there are no more', async () => {
    await list.ask({});
    const failure = new Error('unavailable');
    answer = () => Promise.reject(failure);
    await list.more();
    expect([names(), list.problem(), list.hasMore()]).toEqual([['南门'], failure, true]);
    await list.ask({ name: '南' });
    expect([names(), list.problem(), list.hasMore()]).toEqual([undefined, failure, false]);
  });

  it('puts a row in its place, and a new one first', async () => {
    answer = async () => ({ items: [SOUTH, NORTH] });
    await list.ask({});
    list.put({ ...NORTH, name: '北大门' });
    list.put({ id: 'p3', name: '西门' });
    expect(names()).toEqual(['西门', '南门', '北大门']);
  });

  it('lets one thing be done at a time, and says what was refused of it', async () => {
    const refusal = new Error('stale');
    const slow = Promise.withResolvers<void>();
    let second = false;
    const first = list.act(() => slow.promise);
    await list.act(async () => void (second = true));
    slow.reject(refusal);
    await first;
    expect([second, list.problem(), list.busy()]).toEqual([false, refusal, false]);
  });

  it('knows whether something was asked for', async () => {
    await list.ask({ name: '' });
    expect(list.narrowed()).toBe(false);
    await list.ask({ name: '南' });
    expect(list.narrowed()).toBe(true);
    list.clear();
    expect([list.narrowed(), names(), list.hasMore()]).toEqual([false, undefined, false]);
  });
});
