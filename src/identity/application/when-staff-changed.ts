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
import { OrganizationDirectory, StaffDirectory, type StaffFacts } from '../../organization/contracts/directories.js';
import { Reaction, ReactsTo } from '../../platform/messaging/reaction.js';
import type { OutboxEvent } from '../../platform/messaging/outbox.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { Accounts, type OpenedAs } from './accounts.js';
import { Sessions } from './sessions.js';

type StaffRole = 'scanner' | 'unit-administrator';

/** Opens accounts for people whom an organization named, and follows their names; the account's id is the id the organization gave them. */
@Injectable()
export class StaffAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly organizations: OrganizationDirectory,
  ) {}

  async open(tx: Tx, { id, organizationId, mobile, name }: StaffFacts, role: StaffRole): Promise<void> {
    if (await this.isOpenedAs(id, { role, organizationId })) return this.accounts.rename(tx, id, name);
    if (!(await this.organizations.find(organizationId))) return;
    // The id came from the unit's administrator: an account that is somebody's already stays as it is.
    const added = await this.accounts.add(tx, { id, door: 'organization', mobile, displayName: name, organizationId });
    if (added) await this.accounts.addCapacity(tx, { id, accountId: id, role, organizationId });
  }

  /** By this unit, or by one that was merged into it. Nobody else's account is touched. */
  async isOpenedAs(id: string, { role, organizationId }: OpenedAs): Promise<boolean> {
    const openedAs = await this.accounts.openedAs(id);
    const unit = await this.organizations.find(organizationId);
    return openedAs !== undefined && openedAs.role === role && openedAs.organizationId === unit?.id;
  }
}

@Injectable()
@ReactsTo(SubAccountAddedV1)
export class WhenSubAccountAdded extends Reaction<SubAccountFact> {
  constructor(
    private readonly staff: StaffDirectory,
    private readonly opening: StaffAccounts,
  ) {
    super();
  }

  async handle(tx: Tx, { payload }: OutboxEvent<SubAccountFact>): Promise<void> {
    const scanner = await this.staff.subAccount(payload.subAccountId);
    if (scanner) await this.opening.open(tx, scanner, 'scanner');
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

  async handle(tx: Tx, { payload }: OutboxEvent<AdministratorAppointed>): Promise<void> {
    const administrator = await this.staff.administrator(payload.administratorId);
    if (administrator) await this.opening.open(tx, administrator, 'unit-administrator');
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
    const active = await this.staff.subAccount(payload.subAccountId);
    if (active) await this.opening.open(tx, active, 'scanner');
    if (
      !(await this.opening.isOpenedAs(payload.subAccountId, {
        role: 'scanner',
        organizationId: payload.organizationId,
      }))
    )
      return;
    await this.accounts.setEnabled(tx, payload.subAccountId, active !== undefined);
    if (!active) await this.sessions.revokeAllOf(tx, payload.subAccountId);
  }
}
