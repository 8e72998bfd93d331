import { Injectable } from '@nestjs/common';
import { passwordWeak } from '../domain/errors.js';
import { acceptablePassword, type GuessesNeeded, type KnownPerson } from '../domain/password-rules.js';
import { CHINESE_HABITS } from './chinese-habits.js';

/**
 * What is looked at of a password. The rest makes it no weaker, but the search for patterns grows with the square of the length:
 * 128 characters made for it would hold up everybody else for more than a second, 32 of them for less than hashing takes.
 */
const LOOKED_AT = { maxLength: 32, l33tMaxSubstitutions: 10 };

/** The one place that says whether somebody may choose a password: at registration, recovery, change and activation. */
@Injectable()
export class NewPasswords {
  private estimator: Promise<GuessesNeeded> | undefined;

  /** @throws PASSWORD.WEAK */
  async accept(password: string, person: KnownPerson): Promise<void> {
    this.estimator ??= estimator();
    if (!acceptablePassword(password, person, await this.estimator)) throw passwordWeak();
  }
}

/** Loaded when the first password is chosen: the word lists take a quarter of a second and 30 MB, and most processes never need them. */
export async function estimator(): Promise<GuessesNeeded> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    ...LOOKED_AT,
    dictionary: {
      passwords: common.dictionary['passwords-common'],
      english: english.dictionary['commonWords-en'],
      firstNames: english.dictionary['firstnames-en'],
      ...CHINESE_HABITS,
    },
    graphs: { qwerty: common.adjacencyGraphs.qwerty, keypad: common.adjacencyGraphs.keypad },
  });
  return (password, about) => zxcvbn.check(password, [...about]).guesses;
}
