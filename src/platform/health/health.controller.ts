import { Controller, Get } from '@nestjs/common';
import { sql } from 'kysely';
import { Public } from '../authorization/policy.js';
import { defineError } from '../kernel/domain-error.js';
import { Database } from '../persistence/database.js';

const notReady = defineError('HEALTH.NOT_READY', 'unavailable', { zh: '服务尚未就绪', en: 'Not ready' });

/** For load balancers: `live` = the process answers; `ready` = it can do its work. A degraded projection is said, not fatal. */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @Public()
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  async ready() {
    try {
      const { rows } = await sql<{ degraded: string[]; watermarkSeconds: number }>`
        SELECT coalesce(array_agg(name) FILTER (WHERE degraded_at IS NOT NULL), '{}') AS degraded,
               (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::int FROM pg_stat_activity
                WHERE backend_xid IS NOT NULL AND datname = current_database()) AS "watermarkSeconds"
        FROM platform.cursor
      `.execute(this.database.read());
      return { status: 'ready', ...rows[0] };
    } catch {
      throw notReady();
    }
  }
}
