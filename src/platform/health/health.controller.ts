import { Controller, Get } from '@nestjs/common';
import { sql } from 'kysely';
import { Public } from '../authorization/policy.js';
import { Responds } from '../http/responds.js';
import { defineError } from '../kernel/domain-error.js';
import { Reactions } from '../messaging/reactions.js';
import { Database } from '../persistence/database.js';
import { Migrator } from '../persistence/migrator.js';
import { z } from 'zod';

const notReady = defineError('HEALTH.NOT_READY', 'unavailable', { zh: '服务尚未就绪', en: 'Not ready' });
const QUEUE_PATIENCE_MS = 2000;

const readiness = z.object({
  status: z.literal('ready'),
  /** Projections that left an event aside; figures may be short by it. */
  degraded: z.array(z.string()),
  /** Age of the oldest writer: readers of the outbox wait for it. */
  watermarkSeconds: z.number(),
  queue: z.enum(['reached', 'away']),
});

/**
 * For load balancers: `live` = the process answers; `ready` = it can do its work. A degraded projection or a queue that is away is said,
 * not fatal: requests are served all the same, and reactions are caught up.
 */
@Controller('health')
export class HealthController {
  private migrated = false;

  constructor(
    private readonly database: Database,
    private readonly migrator: Migrator,
    private readonly reactions: Reactions,
  ) {}

  @Get('live')
  @Public()
  @Responds(200, z.object({ status: z.literal('live') }))
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @Responds(200, readiness)
  async ready() {
    const queue = await this.queue();
    const projections = await this.projections().catch(() => undefined);
    if (!projections || !(await this.isMigrated())) throw notReady();
    return { status: 'ready', ...projections, queue };
  }

  private async projections() {
    const { rows } = await sql<{ degraded: string[]; watermarkSeconds: number }>`
      SELECT coalesce(array_agg(name) FILTER (WHERE degraded_at IS NOT NULL), '{}') AS degraded,
             (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::int FROM pg_stat_activity
              WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()) AS "watermarkSeconds"
      FROM platform.cursor
    `.execute(this.database.read());
    return rows[0];
  }

  /** Files do not change under a running program: once current, it stays so. */
  private async isMigrated(): Promise<boolean> {
    this.migrated ||= await this.migrator.pending().then((pending) => pending.length === 0, () => false);
    return this.migrated;
  }

  private async queue(): Promise<'reached' | 'away'> {
    const reached = this.reactions.outstanding().then(() => 'reached' as const, () => 'away' as const);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'away'>((resolve) => (timer = setTimeout(() => resolve('away'), QUEUE_PATIENCE_MS)));
    return Promise.race([reached, late]).finally(() => clearTimeout(timer));
  }
}
