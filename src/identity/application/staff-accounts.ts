import { Injectable } from '@nestjs/common';
import { OrganizationDirectory, type StaffFacts } from '../../organization/contracts/directories.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Account, Accounts, type StaffCapacity } from '../domain/account.js';
import { AccountSeal } from './account-seal.js';

type StaffRole = 'scanner' | 'unit-administrator';

/** Accounts of people whom an organization named; an account's id is the id that the organization gave them. */
@Injectable()
export class StaffAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly organizations: OrganizationDirectory,
    private readonly seal: AccountSeal,
    private readonly clock: Clock,
  ) {}

  /** Or corrects the name of one that is open. The id came from the unit's administrator: an account that is somebody else's already stays as it is. */
  async open({ id, organizationId, mobile, name }: StaffFacts, role: StaffRole): Promise<void> {
    const account = await this.accounts.hold(id);
    if (account) {
      if (await this.isOpenedAs(account, { role, organizationId })) account.rename(this.seal.sealName(name));
      return;
    }
    if (!(await this.organizations.find(organizationId))) return;
    const capacity = { id, role, organizationId };
    await this.accounts.add(Account.ofStaff({ id, ...this.seal.seal(mobile, name), capacity }, this.clock.now()));
  }

  /** By this unit, or by one that was merged into it. Nobody else's account is touched. */
  async isOpenedAs(account: Account, { role, organizationId }: StaffCapacity): Promise<boolean> {
    const openedAs = await this.openedAs(account);
    const unit = await this.organizations.find(organizationId);
    return openedAs !== undefined && openedAs.role === role && openedAs.organizationId === unit?.id;
  }

  /** As what a unit opened it; of today's unit, where that one was merged. */
  async openedAs({ openedAs }: Account): Promise<StaffCapacity | undefined> {
    const unit = openedAs && (await this.organizations.find(openedAs.organizationId));
    return unit && { role: openedAs.role, organizationId: unit.id };
  }
}
