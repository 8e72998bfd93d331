import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../authorization/policy.js';
import { Responds } from '../http/responds.js';
import { defineError } from '../kernel/domain-error.js';
import { Vitals } from './vitals.js';

const notReady = defineError('HEALTH.NOT_READY', 'unavailable', { zh: '服务尚未就绪', en: 'Not ready' });

const readiness = z.object({
  status: z.literal('ready'),
  /** What is not as it should be although requests are served. */
  degraded: z.array(z.object({ part: z.string(), why: z.string() })),
});

/**
 * For load balancers: `live` = the process answers; `ready` = it can do its work. Both answer at once, from what the background last saw:
 * a database that hangs must not hang the question whether it does.
 */
@Controller('health')
export class HealthController {
  constructor(private readonly vitals: Vitals) {}

  @Get('live')
  @Public()
  @Responds(200, z.object({ status: z.literal('live') }))
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @Responds(200, readiness)
  ready() {
    const findings = this.vitals.findings();
    const against = findings.filter(({ state }) => state === 'not-ready');
    if (against.length > 0) throw notReady(Object.fromEntries(against.map(({ part, why }) => [part, why])));
    return { status: 'ready', degraded: findings.map(({ part, why }) => ({ part, why })) };
  }
}
