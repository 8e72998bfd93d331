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

  it('keeps no failure', async () => {
    const memory = new ShortMemory<number>(60_000);
    await expect(memory.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await memory.get('a', async () => 1)).toBe(1);
  });
});
