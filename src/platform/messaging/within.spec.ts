import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TimedOut, within } from './within.js';

const LONG = 60_000;
const never = () => new Promise<never>(() => undefined);

describe('Waiting within a time', () => {
  it('ends with what was waited for', async () => {
    await expect(within(LONG, pause(5, 'done'))).resolves.toBe('done');
    await expect(within(LONG, pause(5, 'done'), new AbortController().signal)).resolves.toBe('done');
    await expect(within(LONG, Promise.reject(new TypeError('no')))).rejects.toThrow(TypeError);
  });

  it('ends with the time', async () => {
    await expect(within(1, never())).rejects.toMatchObject({ name: 'TimedOut' });
  });

  it('ends with the signal, also with one that was given before', async () => {
    const ending = new AbortController();
    const waiting = within(LONG, never(), ending.signal);
    ending.abort();
    await expect(waiting).rejects.toThrow(TimedOut);
    await expect(within(LONG, never(), ending.signal)).rejects.toThrow(TimedOut);
  });

  it('lets what fails afterwards fail unheard', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const late = pause(20).then(() => Promise.reject(new Error('late')));
    await expect(within(1, late)).rejects.toThrow(TimedOut);
    await pause(50);
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
