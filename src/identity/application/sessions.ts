import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { OrganizationDirectory, type OrganizationFacts } from '../../organization/contracts/directories.js';
import type { Principal, Role } from '../../platform/authorization/principal.js';
import { SessionLookup } from '../../platform/authorization/principal.js';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Database } from '../../platform/persistence/database.js';
import { ShortMemory } from '../../platform/persistence/short-memory.js';
import { type Tx, Transactions } from '../../platform/persistence/transactions.js';
import type { Row } from '../../platform/persistence/values.js';
import { type SessionsEnded, SessionsEndedV1 } from '../contracts/events.js';
import type { AssuranceLevel } from '../contracts/resident-directory.js';
import { endOfSession, isAlive, isSeenAnew } from '../domain/session-life.js';
import type { IdentityTables } from '../tables.js';
import { LatelyEndedSessions } from './lately-ended-sessions.js';

const FRESH_MS = 4000;
const CACHED = 20_000;

type Session = Row<IdentityTables, 'identity.session'>;
type Known = Pick<Session, 'token_hash'>;
type SessionRow = Omit<Session, 'token_hash' | 'created_at'> &
  Pick<Row<IdentityTables, 'identity.account'>, 'resident_id' | 'must_change_password'> &
  Pick<Row<IdentityTables, 'identity.capacity'>, 'organization_id' | 'authority_id'> & {
    role: Role;
    level: AssuranceLevel | null;
  };

/**
 * Sessions are opaque: 32 random bytes in a cookie, their SHA-256 in the database. An answer is kept in this process for four
 * seconds, so a revoked session is dead everywhere within five; in the process that revokes it, at once.
 */
@Injectable()
export class Sessions extends SessionLookup {
  private readonly known = new ShortMemory<Principal | undefined>(FRESH_MS, CACHED);

  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly lately: LatelyEndedSessions,
    private readonly organizations: OrganizationDirectory,
  ) {
    super();
  }

  async open(tx: Tx, accountId: string, capacityId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await tx
      .db<IdentityTables>()
      .insertInto('identity.session')
      .values({
        id: newId(),
        token_hash: digest(token),
        account_id: accountId,
        capacity_id: capacityId,
        created_at: now,
        last_seen_at: now,
        expires_at: endOfSession(now),
      })
      .execute();
    return token;
  }

  async byToken(token: string): Promise<Principal | undefined> {
    const hash = digest(token);
    const principal = await this.known.get(keyOf(hash), () => this.read(hash));
    return principal && this.placedToday(principal);
  }

  /**
   * What an administrator sees follows from where their unit stands, which is never remembered: to a unit that moved a second ago, or was
   * merged, its old place would show empty lists. A scanner's is remembered: scanning asks for nothing below it.
   */
  private async placedToday(principal: Principal): Promise<Principal> {
    const { organizationId, unitPath, role } = principal;
    if (!organizationId || role === 'scanner') return principal;
    const organization = await this.organizations.find(organizationId);
    const stays = organization?.id === organizationId && organization.path === unitPath;
    return stays ? principal : { ...principal, ...placeOf(organization) };
  }

  async choose(tx: Tx, sessionId: string, capacityId: string): Promise<void> {
    const changed = await tx
      .db<IdentityTables>()
      .updateTable('identity.session')
      .set({ capacity_id: capacityId })
      .where('id', '=', sessionId)
      .returning('token_hash')
      .execute();
    this.forget(tx, changed);
  }

  async revoke(tx: Tx, sessionId: string): Promise<void> {
    const now = this.clock.now();
    const ended = await tx
      .db<IdentityTables>()
      .updateTable('identity.session')
      .set({ revoked_at: now })
      .where('id', '=', sessionId)
      .where('revoked_at', 'is', null)
      .returning(['token_hash', 'id', 'account_id'])
      .execute();
    this.forget(tx, ended);
    if (ended[0]) await this.announceEnd(tx, ended[0].account_id, ended, now);
  }

  async revokeAllOf(tx: Tx, accountId: string, except?: string): Promise<void> {
    await this.readAnew(tx, accountId);
    const now = this.clock.now();
    const ended = await tx
      .db<IdentityTables>()
      .updateTable('identity.session')
      .set({ revoked_at: now })
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .where('id', 'is distinct from', except ?? null)
      .returning('id')
      .execute();
    await this.announceEnd(tx, accountId, ended, now);
  }

  /** To all by an event; in this process also at once. */
  private async announceEnd(
    tx: Tx,
    accountId: string,
    sessions: readonly Pick<Session, 'id'>[],
    at: Date,
  ): Promise<void> {
    if (sessions.length === 0) return;
    const account = await tx
      .db<IdentityTables>()
      .selectFrom('identity.account')
      .select('resident_id')
      .where('id', '=', accountId)
      .executeTakeFirst();
    const residentId = account?.resident_id ?? undefined;
    const sessionIds = sessions.map(({ id }) => id);
    const payload: SessionsEnded = { accountId, ...(residentId ? { residentId } : {}), sessionIds };
    await this.outbox.append(tx, [
      { type: SessionsEndedV1, aggregateId: accountId, aggregateVersion: 1, occurredAt: at.toISOString(), payload },
    ]);
    if (residentId)
      tx.afterCommit(() => sessionIds.forEach((sessionId) => this.lately.remember(residentId, { sessionId, at })));
  }

  /** What the sessions of an account, and those that act in its capacities, may do: the next request reads it from the database. */
  async readAnew(tx: Tx, accountId: string): Promise<void> {
    const { rows } = await sql<Known>`
      SELECT token_hash FROM identity.session WHERE account_id = ${accountId} AND revoked_at IS NULL
      UNION SELECT s.token_hash FROM identity.session s JOIN identity.capacity c ON c.id = s.capacity_id WHERE c.account_id = ${accountId} AND s.revoked_at IS NULL
    `.execute(tx.db());
    this.forget(tx, rows);
  }

  private forget(tx: Tx, sessions: readonly Known[]): void {
    tx.afterCommit(() => sessions.forEach(({ token_hash: hash }) => this.known.forget(keyOf(hash))));
  }

  private async read(hash: Buffer): Promise<Principal | undefined> {
    const now = this.clock.now();
    const { rows } = await sql<SessionRow>`
      SELECT s.id, s.account_id, s.capacity_id, c.role, a.resident_id, r.level, c.organization_id, c.authority_id,
             a.must_change_password, s.last_seen_at, s.expires_at, s.revoked_at
      FROM identity.session s
      JOIN identity.account a ON a.id = s.account_id AND a.enabled
      JOIN identity.capacity c ON c.id = s.capacity_id
      JOIN identity.account o ON o.id = c.account_id AND o.enabled AND (o.id = a.id OR NOT o.must_change_password)
      LEFT JOIN identity.resident r ON r.id = a.resident_id
      WHERE s.token_hash = ${hash}
    `.execute(this.database.read());
    const [row] = rows;
    if (!row) return undefined;
    const times = { lastSeenAt: row.last_seen_at, expiresAt: row.expires_at, revokedAt: row.revoked_at };
    if (!isAlive(times, now)) return undefined;
    if (isSeenAnew(times, now)) await this.markSeen(row.id, now);
    const organization = row.organization_id ? await this.organizations.find(row.organization_id) : undefined;
    return toPrincipal(row, organization);
  }

  private async markSeen(sessionId: string, now: Date): Promise<void> {
    await this.transactions.run((tx) =>
      tx
        .db<IdentityTables>()
        .updateTable('identity.session')
        .set({ last_seen_at: now })
        .where('id', '=', sessionId)
        .execute(),
    );
  }
}

function toPrincipal(row: SessionRow, organization?: OrganizationFacts): Principal {
  return {
    sessionId: row.id,
    accountId: row.account_id,
    capacityId: row.capacity_id,
    role: row.role,
    mustChangePassword: row.must_change_password,
    ...(row.role === 'resident' && row.resident_id ? { residentId: row.resident_id, assurance: row.level ?? 1 } : {}),
    ...placeOf(organization),
    ...(row.authority_id ? { authorityId: row.authority_id } : {}),
  };
}

function placeOf(organization?: OrganizationFacts): Pick<Principal, 'organizationId' | 'unitPath'> {
  if (!organization) return {};
  return { organizationId: organization.id, ...(organization.path ? { unitPath: organization.path } : {}) };
}

const keyOf = (hash: Buffer) => Buffer.from(hash).toString('base64');

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
