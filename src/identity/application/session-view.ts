import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OrganizationDirectory } from '../../organization/contracts/directories.js';
import { Abilities } from '../../platform/authorization/abilities.js';
import type { Permission } from '../../platform/authorization/permissions.js';
import type { Principal, Role } from '../../platform/authorization/principal.js';
import { Database } from '../../platform/persistence/database.js';
import { noSuchCapacity } from '../domain/errors.js';
import { Accounts } from './accounts.js';

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

interface CapacityRow {
  id: string;
  role: Role;
  organization_id: string | null;
}

/** What the web needs to know of the one signed in. */
@Injectable()
export class SessionViews {
  constructor(
    private readonly database: Database,
    private readonly abilities: Abilities,
    private readonly accounts: Accounts,
    private readonly organizations: OrganizationDirectory,
  ) {}

  async of(principal: Principal): Promise<SessionView> {
    const account = (await this.accounts.byId(principal.accountId))!;
    const capacities = await this.capacitiesOf(principal.accountId);
    const capacity = capacities.find(({ id }) => id === principal.capacityId);
    // Taken away by another process a moment ago; this one still remembers the session for a few seconds.
    if (!capacity) throw noSuchCapacity();
    return {
      accountId: principal.accountId,
      displayName: this.accounts.nameOf(account),
      capacity,
      capacities,
      ...(principal.assurance ? { level: principal.assurance } : {}),
      mustChangePassword: principal.mustChangePassword,
      permissions: this.abilities.permissionsOf(principal),
      unread: principal.residentId ? await this.unread(principal.residentId) : 0,
    };
  }

  /**
   * An account's own capacities; a personal one, whose mobile was proven by SMS, also has those of activated
   * organization accounts with the same mobile. The other way round would let a unit's one-time password open a person's own account.
   */
  async capacitiesOf(accountId: string): Promise<CapacityView[]> {
    const { rows } = await sql<CapacityRow>`
      SELECT c.id, c.role, c.organization_id
      FROM identity.account me
      JOIN identity.account a ON a.id = me.id
        OR (me.door = 'personal' AND a.door = 'organization' AND a.mobile_hash = me.mobile_hash AND NOT a.must_change_password AND a.password_hash IS NOT NULL)
      JOIN identity.capacity c ON c.account_id = a.id AND c.enabled
      WHERE me.id = ${accountId} AND a.enabled
      ORDER BY a.id <> me.id, c.id
    `.execute(this.database.read());
    const organizations = await this.organizations.findAll(rows.flatMap((row) => row.organization_id ?? []));
    return rows.map(({ id, role, organization_id: organizationId }) => {
      const organization = organizations.get(organizationId ?? '');
      return {
        id,
        role,
        ...(organization ? { organizationId: organization.id, organizationName: organization.name } : {}),
      };
    });
  }

  private async unread(residentId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM identity.message WHERE resident_id = ${residentId} AND read_at IS NULL
    `.execute(this.database.read());
    return rows[0]?.count ?? 0;
  }
}
