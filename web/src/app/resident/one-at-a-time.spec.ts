import { beforeEach, describe, expect, it } from '@jest/globals';
import { oneAtATime } from './one-at-a-time';

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Work of one name', () => {
  beforeEach(() => localStorage.clear());

  it('is done by one at a time, also without Web Locks', async () => {
    const log: string[] = [];
    const work = (who: string) => async () => {
      log.push(`${who} begins`);
      await soon(30);
      log.push(`${who} ends`);
    };
    await Promise.all([oneAtATime('enrolment', work('one')), oneAtATime('enrolment', work('other'))]);
    const [first, second] = log[0]!.startsWith('one') ? ['one', 'other'] : ['other', 'one'];
    expect(log).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
  });

  it.each(['null', '{broken', '{"until":"for ever"}'])(
    'goes on where the lease that is kept is damaged: %s',
    async (damaged) => {
      localStorage.setItem('enrolment', damaged);
      await expect(oneAtATime('enrolment', async () => 'done')).resolves.toBe('done');
    },
  );

  it('goes on after one that failed, and after one whose tab is gone', async () => {
    await expect(
      oneAtATime('enrolment', async () => {
        throw new Error('no network');
      }),
    ).rejects.toThrow('no network');
    localStorage.setItem('enrolment', JSON.stringify({ owner: 'a closed tab', until: Date.now() - 1 }));
    await expect(oneAtATime('enrolment', async () => 'done')).resolves.toBe('done');
  });
});
