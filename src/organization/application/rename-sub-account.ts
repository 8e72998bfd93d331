import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Scope } from '../../platform/authorization/scope.js';
import { Clock } from '../../platform/kernel/clock.js';
import { ContactSeal } from './contact-seal.js';
import { OwnSubAccount } from './own-sub-account.js';

export class RenameSubAccount extends Command<void> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly seenVersion: number,
    readonly manageable: Scope,
  ) {
    super();
  }
}

/** A corrected name is what later shifts carry; earlier ones keep the name under which they were worked. */
@CommandHandler(RenameSubAccount)
export class RenameSubAccountHandler implements ICommandHandler<RenameSubAccount> {
  constructor(
    private readonly own: OwnSubAccount,
    private readonly contacts: ContactSeal,
    private readonly clock: Clock,
  ) {}

  /** Harmless when it has this name already: an answer that was lost is asked for again with the version seen before. */
  async execute({ id, name, seenVersion, manageable }: RenameSubAccount): Promise<void> {
    await this.own.change(id, manageable, (account) => {
      if (this.contacts.opened(account.name) === name) return;
      account.rename(seenVersion, this.contacts.sealName(name), this.clock.now());
    });
  }
}
