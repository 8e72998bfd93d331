import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { newId } from '../kernel/ids.js';
import { SqlPool } from '../persistence/sql-pool.js';
import { decorated } from './decorated.js';
import { Every, type Scheduled } from './schedule.js';

export interface Sweep {
  readonly name: string;
  readonly seconds: number;
  readonly scheduled: Scheduled;
}

/** A holder that has not renewed for so long is frozen or gone: another takes over. */
const LEASE_SECONDS = 30;
/** After the first failure; twice as long after each further one, up to five minutes, and never longer than the period. */
const RETRY_SECONDS = 5;
const RETRY_AT_MOST_SECONDS = 300;

/**
 * Runs each sweep once per period, by one process at a time, however many there are. The database keeps the time-table, by its own clock:
 * a lost queue loses no sweep, and no connection is held while one runs.
 */
@Injectable()
export class Sweeps {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly pool: SqlPool,
  ) {}

  all(): Sweep[] {
    return decorated<Scheduled, { seconds: number }>(this.discovery, Every).map(({ name, provider, options }) => ({
      name,
      ...options,
      scheduled: provider,
    }));
  }

  /** @returns whether it was due and nobody else was at it */
  async runIfDue({ name, seconds, scheduled }: Sweep): Promise<boolean> {
    const holder = newId(); // Of this run: a holder that comes back from a long sleep must not end another's.
    if (!(await this.take(name, seconds, holder))) return false;
    const renewing = setInterval(
      () => void this.renew(name, holder).catch(() => undefined),
      (LEASE_SECONDS * 1000) / 3,
    ).unref();
    try {
      await scheduled.run();
    } catch (error) {
      await this.failed(name, seconds, holder).catch(() => undefined); // The lease ends by itself.
      throw error;
    } finally {
      clearInterval(renewing);
    }
    await this.done(name, holder);
    return true;
  }

  private async take(name: string, seconds: number, holder: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      text: `INSERT INTO platform.sweep AS s (name, ran_at, began_at, holder, held_until) VALUES ($1, '-infinity', now(), $3, now() + make_interval(secs => $4))
             ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at, holder = excluded.holder, held_until = excluded.held_until
             WHERE (s.held_until IS NULL OR s.held_until <= now()) AND s.ran_at <= now() - make_interval(secs => $2) AND (s.retry_at IS NULL OR s.retry_at <= now())`,
      values: [name, seconds, holder, LEASE_SECONDS],
    });
    return rowCount === 1;
  }

  private renew(name: string, holder: string) {
    return this.pool.query({
      text: 'UPDATE platform.sweep SET held_until = now() + make_interval(secs => $3) WHERE name = $1 AND holder = $2',
      values: [name, holder, LEASE_SECONDS],
    });
  }

  private done(name: string, holder: string) {
    return this.pool.query({
      text: 'UPDATE platform.sweep SET ran_at = began_at, holder = NULL, held_until = NULL, retry_at = NULL, failures = 0 WHERE name = $1 AND holder = $2',
      values: [name, holder],
    });
  }

  private failed(name: string, seconds: number, holder: string) {
    return this.pool.query({
      text: `UPDATE platform.sweep SET holder = NULL, held_until = NULL, failures = failures + 1,
             retry_at = now() + make_interval(secs => least($3, $4, $5 * 2 ^ least(failures, 10))) WHERE name = $1 AND holder = $2`,
      values: [name, holder, seconds, RETRY_AT_MOST_SECONDS, RETRY_SECONDS],
    });
  }
}
