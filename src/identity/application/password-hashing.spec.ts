import { describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { PasswordHashing } from './password-hashing.js';

/** Of earlier days, so that it is compared at a cost of its own: a hundredth of today's. */
const aCheapHash = () => hash('right', { memoryCost: 1024, timeCost: 1, parallelism: 1 });

describe('Passwords', () => {
  it('are compared two at a time while two hundred wait; whoever comes then is told to come again', async () => {
    const passwords = new PasswordHashing();
    const account = { loginHash: Buffer.alloc(33, 2), passwordHash: await aCheapHash() };
    const compares = () => passwords.matches(account, 'right');
    const answers = await Promise.allSettled(Array.from({ length: 203 }, compares));
    expect(answers.slice(0, 202).every((it) => it.status === 'fulfilled' && it.value)).toBe(true);
    expect(answers[202]).toMatchObject({ status: 'rejected', reason: { code: 'SIGN_IN.BUSY' } });
    expect(await compares()).toBe(true);
  });
});
