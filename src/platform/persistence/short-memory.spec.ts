import { jest } from '@jest/globals';
import { ShortMemory } from './short-memory.js';

describe('short memory', () => {
  it('asks once for many who ask at the same moment', async () => {
    let asked = 0;
    const memory = new ShortMemory<number>(1000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => memory.get('a', async () => ++asked)));
    expect(new Set(answers)).toEqual(new Set([1]));
  });

  it('asks again once the answer is too old, or was forgotten', async () => {
    let asked = 0;
    const ask = async () => ++asked;
    const [none, long] = [new ShortMemory<number>(0), new ShortMemory<number>(60_000)];
    expect([await none.get('a', ask), await none.get('a', ask)]).toEqual([1, 2]);
    await long.get('a', ask);
    long.forget('a');
    expect(await long.get('a', ask)).toBe(4);
  });

  it('renews what is in use before it is too old, and lets nobody wait', async () => {
    jest.useFakeTimers({ now: 0 });
    let asked = 0;
    const memory = new ShortMemory<number>(1000);
    const ask = () => Promise.resolve(++asked);
    await memory.get('a', ask);
    jest.advanceTimersByTime(950);
    const slow = new Promise<number>((resolve) => setTimeout(() => resolve(2), 30));
    expect(await memory.get('a', () => slow)).toBe(1);
    await jest.advanceTimersByTimeAsync(30);
    jest.advanceTimersByTime(220);
    expect(await memory.get('a', ask)).toBe(2);
    jest.advanceTimersByTime(760);
    expect(await memory.get('a', ask)).toBe(2);
    jest.useRealTimers();
  });

  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('keeps an answer neither longer nor shorter because the clock is set %s', async (_, moved) => {
    jest.useFakeTimers({ now: 0 });
    let asked = 0;
    const memory = new ShortMemory<number>(1000);
    const ask = () => Promise.resolve(++asked);
    await memory.get('a', ask);
    jest.setSystemTime(moved);
    expect(await memory.get('a', ask)).toBe(1);
    jest.advanceTimersByTime(1001);
    expect(await memory.get('a', ask)).toBe(2);
    jest.useRealTimers();
  });

  it('does not bring back by a renewal what was forgotten meanwhile', async () => {
    jest.useFakeTimers({ now: 0 });
    const memory = new ShortMemory<string>(1000);
    await memory.get('a', async () => 'may scan');
    jest.advanceTimersByTime(950);
    let answer: (value: string) => void = () => undefined;
    await memory.get('a', () => new Promise<string>((resolve) => (answer = resolve)));
    memory.forget('a');
    expect(await memory.get('a', async () => 'disabled')).toBe('disabled');
    answer('may scan');
    await jest.advanceTimersByTimeAsync(1);
    expect(await memory.get('a', async () => 'never asked')).toBe('disabled');
    jest.useRealTimers();
  });

  it('forgets the oldest when it is full', async () => {
    const memory = new ShortMemory<number>(60_000, 2);
    for (const key of ['a', 'b', 'c']) await memory.get(key, async () => 1);
    expect([
      await memory.get('c', async () => 2),
      await memory.get('b', async () => 2),
      await memory.get('a', async () => 2),
    ]).toEqual([1, 1, 2]);
  });

  it('keeps no failure', async () => {
    const memory = new ShortMemory<number>(60_000);
    await expect(memory.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await memory.get('a', async () => 1)).toBe(1);
  });
});
