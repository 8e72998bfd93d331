import { Injectable } from '@nestjs/common';
import {
  type AdministratorAppointed,
  AdministratorAppointedV1,
  SubAccountAddedV1,
  SubAccountDisabledV1,
  SubAccountEnabledV1,
  type SubAccountFact,
  SubAccountRenamedV1,
} from '../../organization/contracts/events.js';
import { StaffDirectory } from '../../organization/contracts/directories.js';
import { Reaction, ReactsTo } from '../../platform/messaging/reaction.js';
import type { OutboxEvent } from '../../platform/messaging/outbox.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { Accounts } from '../domain/account.js';
import { Sessions } from './sessions.js';
import { StaffAccounts } from './staff-accounts.js';

@Injectable()
@ReactsTo(SubAccountAddedV1)
export class WhenSubAccountAdded extends Reaction<SubAccountFact> {
  constructor(
    private readonly staff: StaffDirectory,
    private readonly opening: StaffAccounts,
  ) {
    super();
  }

  async handle(_: Tx, { payload }: OutboxEvent<SubAccountFact>): Promise<void> {
    const scanner = await this.staff.subAccount(payload.subAccountId);
    if (scanner) await this.opening.open(scanner, 'scanner');
  }
}

/** One that is disabled gets its name when it is enabled. */
@Injectable()
@ReactsTo(SubAccountRenamedV1)
export class WhenSubAccountRenamed extends WhenSubAccountAdded {}

@Injectable()
@ReactsTo(AdministratorAppointedV1)
export class WhenAdministratorAppointed extends Reaction<AdministratorAppointed> {
  constructor(
    private readonly staff: StaffDirectory,
    private readonly opening: StaffAccounts,
  ) {
    super();
  }

  async handle(_: Tx, { payload }: OutboxEvent<AdministratorAppointed>): Promise<void> {
    const administrator = await this.staff.administrator(payload.administratorId);
    if (administrator) await this.opening.open(administrator, 'unit-administrator');
  }
}

@Injectable()
@ReactsTo(SubAccountDisabledV1, SubAccountEnabledV1)
export class WhenSubAccountDisabledOrEnabled extends Reaction<SubAccountFact> {
  constructor(
    private readonly accounts: Accounts,
    private readonly staff: StaffDirectory,
    private readonly opening: StaffAccounts,
    private readonly sessions: Sessions,
  ) {
    super();
  }

  /** Asks for today's state instead of trusting the order in which events arrive: a scanner disabled before the account was opened gets it now. */
  async handle(tx: Tx, { payload }: OutboxEvent<SubAccountFact>): Promise<void> {
    const { subAccountId: id, organizationId } = payload;
    const active = await this.staff.subAccount(id);
    if (active) await this.opening.open(active, 'scanner');
    const account = await this.accounts.hold(id);
    if (!account || !(await this.opening.isOpenedAs(account, { role: 'scanner', organizationId }))) return;
    if (active) return account.enable();
    account.disable();
    await this.sessions.revokeAllOf(tx, id);
  }
}
