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
import { type SessionsEnded, SessionsEndedV1 } from '../contracts/events.js';
import { endOfSession, isAlive, isSeenAnew } from '../domain/session-life.js';
import { LatelyEndedSessions } from './lately-ended-sessions.js';

const FRESH_MS = 4000;
const CACHED = 20_000;

interface SessionRow {
  id: string;
  account_id: string;
  capacity_id: string;
  role: Role;
  resident_id: string | null;
  level: 1 | 2 | 3 | 4 | null;
  organization_id: string | null;
  authority_id: string | null;
  must_change_password: boolean;
  last_seen_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

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
    await sql`
      INSERT INTO identity.session (id, token_hash, account_id, capacity_id, created_at, last_seen_at, expires_at)
      VALUES (${newId()}, ${digest(token)}, ${accountId}, ${capacityId}, ${now}, ${now}, ${endOfSession(now)})
    `.execute(tx.db());
    return token;
  }

  byToken(token: string): Promise<Principal | undefined> {
    const hash = digest(token);
    return this.known.get(keyOf(hash), () => this.read(hash));
  }

  async choose(tx: Tx, sessionId: string, capacityId: string): Promise<void> {
    const { rows } =
      await sql<Known>`UPDATE identity.session SET capacity_id = ${capacityId} WHERE id = ${sessionId} RETURNING token_hash`.execute(
        tx.db(),
      );
    this.forget(tx, rows);
  }

  async revoke(tx: Tx, sessionId: string): Promise<void> {
    const now = this.clock.now();
    const { rows } = await sql<Known & Ended>`
      UPDATE identity.session SET revoked_at = ${now} WHERE id = ${sessionId} AND revoked_at IS NULL RETURNING token_hash, id, account_id
    `.execute(tx.db());
    this.forget(tx, rows);
    if (rows[0]) await this.announceEnd(tx, rows[0].account_id, rows, now);
  }

  async revokeAllOf(tx: Tx, accountId: string, except?: string): Promise<void> {
    await this.changed(tx, accountId);
    const now = this.clock.now();
    const { rows } = await sql<Ended>`
      UPDATE identity.session SET revoked_at = ${now}
      WHERE account_id = ${accountId} AND revoked_at IS NULL AND id IS DISTINCT FROM ${except ?? null}::uuid RETURNING id, account_id
    `.execute(tx.db());
    await this.announceEnd(tx, accountId, rows, now);
  }

  /** To all by an event; in this process also at once. */
  private async announceEnd(tx: Tx, accountId: string, sessions: readonly Ended[], at: Date): Promise<void> {
    if (sessions.length === 0) return;
    const { rows } = await sql<{
      resident_id: string | null;
    }>`SELECT resident_id FROM identity.account WHERE id = ${accountId}`.execute(tx.db());
    const residentId = rows[0]?.resident_id ?? undefined;
    const sessionIds = sessions.map(({ id }) => id);
    const payload: SessionsEnded = { accountId, ...(residentId ? { residentId } : {}), sessionIds };
    await this.outbox.append(tx, [
      { type: SessionsEndedV1, aggregateId: accountId, aggregateVersion: 1, occurredAt: at.toISOString(), payload },
    ]);
    if (residentId)
      tx.afterCommit(() => sessionIds.forEach((sessionId) => this.lately.note(residentId, { sessionId, at })));
  }

  /** What the sessions of an account, and those that act in its capacities, may do is looked up again. */
  async changed(tx: Tx, accountId: string): Promise<void> {
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
      JOIN identity.capacity c ON c.id = s.capacity_id AND c.enabled
      JOIN identity.account o ON o.id = c.account_id AND o.enabled AND (o.id = a.id OR NOT o.must_change_password)
      LEFT JOIN identity.resident r ON r.id = a.resident_id
      WHERE s.token_hash = ${hash}
    `.execute(this.database.read());
    const [row] = rows;
    if (!row) return undefined;
    const times = { lastSeenAt: row.last_seen_at, expiresAt: row.expires_at, revokedAt: row.revoked_at };
    if (!isAlive(times, now)) return undefined;
    if (isSeenAnew(times, now)) await this.seen(row.id, now);
    const organization = row.organization_id ? await this.organizations.find(row.organization_id) : undefined;
    return toPrincipal(row, organization);
  }

  private async seen(sessionId: string, now: Date): Promise<void> {
    await this.transactions.run((tx) =>
      sql`UPDATE identity.session SET last_seen_at = ${now} WHERE id = ${sessionId}`.execute(tx.db()),
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
    ...(organization ? { organizationId: organization.id } : {}),
    ...(organization?.path ? { unitPath: organization.path } : {}),
    ...(row.authority_id ? { authorityId: row.authority_id } : {}),
  };
}

interface Known {
  token_hash: Buffer;
}

interface Ended {
  id: string;
  account_id: string;
}

const keyOf = (hash: Buffer) => Buffer.from(hash).toString('base64');

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
