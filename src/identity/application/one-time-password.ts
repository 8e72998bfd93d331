import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomInt } from 'node:crypto';
import { type AppAbility, theSubject } from '../../platform/authorization/ability.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { notReady } from '../domain/errors.js';
import { Accounts } from './accounts.js';
import { PasswordHashing } from './password-hashing.js';
import { Sessions } from './sessions.js';

const VALID_HOURS = 72;
/** Without 0/O, 1/l/I: it is read out and typed once. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Replaces the guide's fixed default password: shown once to the unit's administrator, changed at first login. */
export class IssueOneTimePassword extends Command<{ oneTimePassword: string }> {
  constructor(
    readonly accountId: string,
    readonly ability: AppAbility,
  ) {
    super();
  }
}

@CommandHandler(IssueOneTimePassword)
export class IssueOneTimePasswordHandler implements ICommandHandler<IssueOneTimePassword> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly passwords: PasswordHashing,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, ability }: IssueOneTimePassword): Promise<{ oneTimePassword: string }> {
    const account = await this.accounts.byId(accountId);
    // Whether it exists is told to nobody else, and to its own unit it is only a matter of moments.
    if (!account || !ability.can('issueOneTimePassword', theSubject('Account', { organizationId: account.organization_id }))) throw notReady();
    const oneTimePassword = readable();
    const passwordHash = await this.passwords.hash(oneTimePassword);
    await this.transactions.run(async (tx) => {
      await this.accounts.setPassword(tx, accountId, passwordHash, new Date(this.clock.now().getTime() + VALID_HOURS * 3_600_000));
      await this.sessions.revokeAllOf(tx, accountId);
    });
    return { oneTimePassword };
  }
}

/** 16 characters in groups of four: 79 bits. */
export function readable(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
