import { Injectable } from '@nestjs/common';
import { OrganizationDirectory } from '../../organization/contracts/directories.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import type { Account } from '../domain/account.js';
import { passwordWeak } from '../domain/errors.js';
import { acceptablePassword, type GuessesNeeded, type KnownPerson } from '../domain/password-rules.js';
import { AccountSeal } from './account-seal.js';
import { CHINESE_HABITS } from './chinese-habits.js';
import { PasswordHashing } from './password-hashing.js';

/**
 * What is looked at of a password. The rest makes it no weaker, but the search for patterns grows with the square of the length:
 * 128 characters made for it would hold up everybody else for more than a second, 32 of them for less than hashing takes.
 */
const LOOKED_AT = { maxLength: 32, l33tMaxSubstitutions: 10 };

/** The compiler lets only what was accepted be hashed as somebody's own. */
export type AcceptedPassword = string & { readonly __accepted: true };

/** The one place that says whether somebody may choose a password: at registration, recovery, change and activation. */
@Injectable()
export class NewPasswords {
  private estimator: Promise<GuessesNeeded> | undefined;

  constructor(
    private readonly hashing: PasswordHashing,
    private readonly seal: AccountSeal,
    private readonly organizations: OrganizationDirectory,
  ) {}

  /** @throws PASSWORD.WEAK */
  async accept(password: string, person: KnownPerson): Promise<AcceptedPassword> {
    this.estimator ??= estimator();
    if (!acceptablePassword(password, person, await this.estimator)) throw passwordWeak();
    return password as AcceptedPassword;
  }

  /** Where it is known whose it will be. */
  async acceptFor(account: Account, password: string): Promise<AcceptedPassword> {
    const units = await this.organizations.findAll(account.capacities.flatMap((it) => it.organizationId ?? []));
    return this.accept(password, {
      mobile: this.seal.mobileOf(account),
      name: this.seal.nameOf(account),
      units: [...units.values()].map(({ name }) => name),
    });
  }

  hash(password: AcceptedPassword, account: Account): Promise<string> {
    return this.hashing.hash(password, account);
  }

  /** For the account that will be opened with this mobile. */
  hashFor(mobile: Mobile, password: AcceptedPassword): Promise<string> {
    return this.hashing.hash(password, this.seal.loginOf(mobile));
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
