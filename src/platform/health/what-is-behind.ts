import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Config } from '../config/config.js';
import { Reactions } from '../messaging/reactions.js';
import { Database } from '../persistence/database.js';
import { Migrator } from '../persistence/migrator.js';
import { type Finding, HealthFact, ReportsHealth } from './health-fact.js';

const OLD_WRITER_SECONDS = 60;

/** Projections that left an event aside; figures may be short by it. And a transaction that writes for long: all readers of the outbox wait for it. */
@Injectable()
@ReportsHealth({ part: 'projections', silent: 'degraded' })
export class ProjectionHealth extends HealthFact {
  constructor(private readonly database: Database) {
    super();
  }

  async check(): Promise<readonly Finding[]> {
    const { rows } = await sql<{ degraded: string[]; seconds: number }>`
      SELECT coalesce(array_agg(name) FILTER (WHERE degraded_at IS NOT NULL), '{}') AS degraded,
             (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::int FROM pg_stat_activity
              WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()) AS seconds
      FROM platform.cursor
    `.execute(this.database.read());
    const { degraded, seconds } = rows[0]!;
    const left = degraded.map((name): Finding => ({
      part: name,
      state: 'degraded',
      why: `The projection ${name} left an event aside; its figures may be short by it.`,
    }));
    if (seconds <= OLD_WRITER_SECONDS) return left;
    return [
      ...left,
      {
        part: 'watermark',
        state: 'degraded',
        why: `A transaction has been writing for ${seconds} s; every figure waits for it.`,
      },
    ];
  }
}

/** What was tried for minutes and never succeeded waits for somebody: `npm run projections -- list`. */
@Injectable()
@ReportsHealth({ part: 'reactions', silent: 'degraded' })
export class ReactionHealth extends HealthFact {
  constructor(private readonly database: Database) {
    super();
  }

  async check(): Promise<readonly Finding[]> {
    const { rows } = await sql<{ part: string; events: number }>`
      SELECT subscriber AS part, count(*)::int AS events FROM platform.failed_reaction WHERE parked_at IS NOT NULL GROUP BY subscriber ORDER BY subscriber
    `.execute(this.database.read());
    return rows.map(({ part, events }) => ({
      part,
      state: 'degraded',
      why: `${part} is parked for ${events} event${events === 1 ? '' : 's'}: it failed each time.`,
    }));
  }
}

/** Without Redis a process serves all the same: what was not queued is caught up by the reconciler. Queues in PostgreSQL are as well as the database. */
@Injectable()
@ReportsHealth({ part: 'queue', silent: 'degraded' })
export class QueueHealth extends HealthFact {
  constructor(
    private readonly reactions: Reactions,
    private readonly config: Config,
  ) {
    super();
  }

  async check(): Promise<readonly Finding[]> {
    if (this.config.settings.REDIS_URL) await this.reactions.outstanding();
    return [];
  }
}

/** A program does not work on a database it does not know. Files do not change under a running program: once current, it stays so. */
@Injectable()
@ReportsHealth({ part: 'migrations', silent: 'not-ready' })
export class MigrationHealth extends HealthFact {
  private current = false;

  constructor(private readonly migrator: Migrator) {
    super();
  }

  async check(): Promise<readonly Finding[]> {
    if (this.current) return [];
    const [first] = await this.migrator.pending();
    this.current = !first;
    return first ? [{ part: 'migrations', state: 'not-ready', why: `The database lacks migration ${first}.` }] : [];
  }
}
