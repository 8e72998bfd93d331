import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.js';
import { Clock } from '../kernel/clock.js';
import { VALUES } from '../persistence/values.js';
import { type Finding, HealthFact, ReportsHealth } from './health-fact.js';

/** A jump of the database's clock that is not believed, and how long nothing is deleted after it; in `0008_platform_heartbeat.sql`, too. */
const JUMP = `interval '1 day'`;
/** Beyond this, showings of a code, sessions and one-time codes are judged wrongly: a code lives for a minute and a half. */
const CLOCK_TOLERANCE_MS = 5000;
/** Checks from one trial of the disk to the next. */
const DISK_EVERY = 5;

/** A clock that went back to before it jumped was put right; what it held is held no longer. */
const BEAT = `
  UPDATE platform.heartbeat SET
    jumped_from = CASE WHEN clock_timestamp() - seen_at > ${JUMP} THEN seen_at
                       WHEN clock_timestamp() < held_until - ${JUMP} - interval '1 minute' THEN NULL ELSE jumped_from END,
    held_until = CASE WHEN clock_timestamp() - seen_at > ${JUMP} THEN clock_timestamp() + ${JUMP}
                      WHEN clock_timestamp() < held_until - ${JUMP} - interval '1 minute' THEN NULL ELSE held_until END,
    seen_at = clock_timestamp()
  RETURNING clock_timestamp() AS now, jumped_from, held_until`;

interface Beat {
  now: Date;
  jumped_from: Date | null;
  held_until: Date | null;
}

/** Whether the database answers, takes what is written, and agrees about the time. On a connection of its own: a long line of requests is no illness. */
@Injectable()
@ReportsHealth({ part: 'database', silent: 'not-ready' })
export class Heartbeat extends HealthFact implements OnApplicationShutdown {
  private readonly pool: pg.Pool;
  private checks = 0;
  private full: Finding[] = [];

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    super();
    this.pool = new pg.Pool({
      connectionString: config.settings.DATABASE_URL,
      max: 1,
      application_name: 'bamin-health',
      connectionTimeoutMillis: 1000,
      statement_timeout: 1500,
      query_timeout: 1900,
      idleTimeoutMillis: 60_000,
      types: VALUES,
    });
    this.pool.on('error', () => undefined);
  }

  async check(): Promise<readonly Finding[]> {
    const asked = this.clock.now().getTime();
    const askedAt = this.clock.elapsed();
    const beat = await this.pool.query<Beat>(BEAT).catch(notWritten);
    if ('part' in beat) return [beat];
    const took = this.clock.elapsed() - askedAt;
    const { now, jumped_from: from, held_until: until } = beat.rows[0]!;
    if (this.checks++ % DISK_EVERY === 0) this.full = await this.disk();
    return [...clockOff(asked + took / 2 - now.getTime(), took / 2), ...timeJumped(now, from, until), ...this.full];
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private disk(): Promise<Finding[]> {
    return this.pool.query('SELECT platform.disk_takes_more()').then(
      () => [],
      (error) => [notWritten(error)],
    );
  }
}

/** A database that answers with a refusal is there, and that is worth knowing. @throws what says that it is not there */
function notWritten(error: { code?: string }): Finding {
  const code = error.code ?? '';
  if (!/^(25006|53|57014|42)/.test(code) || code === '53300') throw error;
  return { part: 'writes', state: 'not-ready', why: `The database takes no writes (${REASONS[code] ?? code}).` };
}

const REASONS: Readonly<Record<string, string>> = {
  '25006': 'it is read-only',
  '53100': 'its disk is full',
  '53400': 'it may write no more to its disk',
  '57014': 'a row cannot be moved in time',
};

/** @param ahead milliseconds, known to within `give` either way */
export function clockOff(ahead: number, give: number): Finding[] {
  if (Math.abs(ahead) - give <= CLOCK_TOLERANCE_MS) return [];
  const seconds = (Math.abs(ahead) / 1000).toFixed(1);
  const why = `The clock of this process is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the database's; more than ${CLOCK_TOLERANCE_MS / 1000} s is not worked with.`;
  return [{ part: 'clock', state: 'not-ready', why }];
}

function timeJumped(now: Date, from: Date | null, until: Date | null): Finding[] {
  if (!from || !until || until <= now) return [];
  const why = `The database's clock went on from ${from.toISOString()} at once; nothing is deleted until ${until.toISOString()}, unless it is confirmed.`;
  return [{ part: 'deleting', state: 'degraded', why }];
}
