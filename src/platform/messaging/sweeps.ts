import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { SqlPool } from '../persistence/sql-pool.js';
import { decorated } from './decorated.js';
import { Every, type Scheduled } from './schedule.js';

export interface Sweep {
  readonly name: string;
  readonly seconds: number;
  readonly scheduled: Scheduled;
}

/** Runs each sweep once per period, by one process at a time, however many there are. The database keeps the time-table: a lost queue loses no sweep. */
@Injectable()
export class Sweeps {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly pool: SqlPool,
  ) {}

  all(): Sweep[] {
    return decorated<Scheduled, { seconds: number }>(this.discovery, Every).map(({ name, provider, options }) => ({ name, ...options, scheduled: provider }));
  }

  /** @returns whether it was due and nobody else was at it */
  runIfDue({ name, seconds, scheduled }: Sweep): Promise<boolean> {
    return this.pool.withConnection(async (client) => {
      const free = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS free', [`sweep ${name}`]);
      if (!free.rows[0]?.free) return false;
      try {
        const due = await client.query(
          `INSERT INTO platform.sweep AS s (name, ran_at) VALUES ($1, now())
           ON CONFLICT (name) DO UPDATE SET ran_at = now() WHERE s.ran_at <= now() - make_interval(secs => $2) RETURNING 1`,
          [name, seconds],
        );
        if (due.rowCount === 1) await scheduled.run();
        return due.rowCount === 1;
      } finally {
        await client.query('SELECT pg_advisory_unlock(hashtext($1))', [`sweep ${name}`]);
      }
    });
  }
}
