import { Injectable } from '@nestjs/common';
import type { NotNull } from 'kysely';
import { Clock } from '../../platform/kernel/clock.js';
import { Database } from '../../platform/persistence/database.js';
import { ShortMemory } from '../../platform/persistence/short-memory.js';
import { type EndedSession, EndedSessions } from '../contracts/ended-sessions.js';
import type { IdentityTables } from '../tables.js';

const FRESH_MS = 4000;
const REMEMBERED_MS = 3_600_000;
/** Clocks differ, and an end is written down some time before it is committed. */
const OVERLAP_MS = 120_000;
const NONE: readonly EndedSession[] = [];

/** Kept in this process and read on every few seconds: who asks pays for a look into a map. */
@Injectable()
export class LatelyEndedSessions extends EndedSessions {
  private readonly refreshed = new ShortMemory<void>(FRESH_MS);
  /** By resident; who ended one last stands last. */
  private readonly ended = new Map<string, EndedSession[]>();
  private readUntil: number | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of(residentId: string): Promise<readonly EndedSession[]> {
    await this.refreshed.get('ended', () => this.refresh());
    return this.ended.get(residentId) ?? NONE;
  }

  async hasEnded(sessionId: string): Promise<boolean> {
    const live = await this.database
      .read<IdentityTables>()
      .selectFrom('identity.session')
      .where('id', '=', sessionId)
      .where('revoked_at', 'is', null)
      .select('id')
      .executeTakeFirst();
    return live === undefined;
  }

  remember(residentId: string, session: EndedSession): void {
    const others = (this.ended.get(residentId) ?? []).filter(({ sessionId }) => sessionId !== session.sessionId);
    this.ended.delete(residentId);
    this.ended.set(residentId, [...others, session]);
  }

  private async refresh(): Promise<void> {
    const now = this.clock.now().getTime();
    const since = new Date(Math.min(this.readUntil ?? now - REMEMBERED_MS, now) - OVERLAP_MS);
    const rows = await this.database
      .read<IdentityTables>()
      .selectFrom('identity.session as s')
      .innerJoin('identity.account as a', 'a.id', 's.account_id')
      .where('s.revoked_at', '>', since)
      .where('a.resident_id', 'is not', null)
      .orderBy('s.revoked_at')
      .select(['s.id', 'a.resident_id', 's.revoked_at'])
      .$narrowType<{ resident_id: NotNull; revoked_at: NotNull }>()
      .execute();
    for (const { id, resident_id, revoked_at } of rows) this.remember(resident_id, { sessionId: id, at: revoked_at });
    this.readUntil = now;
    this.forgetBefore(now - REMEMBERED_MS - OVERLAP_MS);
  }

  private forgetBefore(time: number): void {
    for (const [residentId, sessions] of this.ended) {
      if (sessions.at(-1)!.at.getTime() >= time) return;
      this.ended.delete(residentId);
    }
  }
}
