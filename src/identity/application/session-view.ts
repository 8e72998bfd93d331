import { Injectable } from '@nestjs/common';
import { OrganizationDirectory } from '../../organization/contracts/directories.js';
import { Abilities } from '../../platform/authorization/abilities.js';
import type { Permission } from '../../platform/authorization/permissions.js';
import type { Principal, Role } from '../../platform/authorization/principal.js';
import { type Account, Accounts, capacitiesOf } from '../domain/account.js';
import { noSuchCapacity } from '../domain/errors.js';
import { AccountSeal } from './account-seal.js';
import { Messages } from './messages.js';

export interface CapacityView {
  readonly id: string;
  readonly role: Role;
  readonly organizationId?: string;
  readonly organizationName?: string;
}

export interface SessionView {
  readonly accountId: string;
  readonly displayName: string;
  readonly capacity: CapacityView;
  readonly capacities: CapacityView[];
  readonly level?: number;
  readonly mustChangePassword: boolean;
  /** What could be allowed at all; of which rows, each answer says. */
  readonly permissions: Permission[];
  readonly unread: number;
}

/** What the web needs to know of the one signed in. */
@Injectable()
export class SessionViews {
  constructor(
    private readonly messages: Messages,
    private readonly abilities: Abilities,
    private readonly accounts: Accounts,
    private readonly seal: AccountSeal,
    private readonly organizations: OrganizationDirectory,
  ) {}

  async of(principal: Principal): Promise<SessionView> {
    const account = (await this.accounts.find(principal.accountId))!;
    const capacities = await this.capacitiesOf(account);
    const capacity = capacities.find(({ id }) => id === principal.capacityId);
    // Taken away by another process a moment ago; this one still remembers the session for a few seconds.
    if (!capacity) throw noSuchCapacity();
    return {
      accountId: principal.accountId,
      displayName: this.seal.nameOf(account),
      capacity,
      capacities,
      ...(principal.assurance ? { level: principal.assurance } : {}),
      mustChangePassword: principal.mustChangePassword,
      permissions: this.abilities.permissionsOf(principal),
      unread: principal.residentId ? await this.messages.unread(principal.residentId) : 0,
    };
  }

  async capacitiesOf(account: Account): Promise<CapacityView[]> {
    const capacities = capacitiesOf(account, await this.accounts.withMobile(this.seal.mobileOf(account)));
    const organizations = await this.organizations.findAll(capacities.flatMap((it) => it.organizationId ?? []));
    return capacities.map(({ id, role, organizationId }) => {
      const organization = organizations.get(organizationId ?? '');
      return {
        id,
        role: role as Role,
        ...(organization ? { organizationId: organization.id, organizationName: organization.name } : {}),
      };
    });
  }
}
