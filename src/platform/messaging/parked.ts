import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../persistence/database.js';
import type { PlatformTables } from '../persistence/tables.js';
import { FailedReactions } from './failed-reactions.js';
import { ProjectionRunner } from './projection-runner.js';
import { Reactions } from './reactions.js';

export interface Standing {
  readonly name: string;
  /** What was recorded before is counted; nothing while it has read nothing. */
  readonly readUntil: Date | null;
  readonly degradedSince: Date | null;
}

export interface ParkedThing {
  /** A projection, or the reaction that was to do it. */
  readonly by: string;
  readonly eventId: string;
  readonly type: string;
  readonly problem: string;
  readonly parkedAt: Date;
}

export interface Outcome {
  readonly done: number;
  readonly failed: number;
}

/** What projections and reactions put aside, for whoever operates the system. */
@Injectable()
export class Parked {
  constructor(
    private readonly database: Database,
    private readonly projections: ProjectionRunner,
    private readonly reactions: Reactions,
    private readonly failed: FailedReactions,
  ) {}

  async standings(): Promise<Standing[]> {
    return this.database
      .read<PlatformTables>()
      .selectFrom('platform.cursor')
      .select(['name', 'read_until as readUntil', 'degraded_at as degradedSince'])
      .orderBy('name')
      .execute();
  }

  async list(): Promise<ParkedThing[]> {
    const { rows } = await sql<ParkedThing>`
      SELECT name AS by, event_id AS "eventId", type, problem, parked_at AS "parkedAt" FROM platform.parked_event
      UNION ALL
      SELECT subscriber, event_id, event->>'type', problem, parked_at FROM platform.failed_reaction WHERE parked_at IS NOT NULL
      ORDER BY "parkedAt", by
    `.execute(this.database.read());
    return rows;
  }

  /** Of everything, or of one projection or reaction. What fails again stays parked. */
  async retry(by?: string): Promise<Outcome> {
    const outcome = { done: 0, failed: 0 };
    const count = (succeeded: boolean) => outcome[succeeded ? 'done' : 'failed']++;
    for (const { name } of this.projections.projections().filter(({ name }) => (by ?? name) === name)) {
      for (const succeeded of await this.projections.retry(name)) count(succeeded);
    }
    for (const job of await this.failed.parked())
      if ((by ?? job.subscriber) === job.subscriber) count(await this.reactions.retry(job));
    return outcome;
  }
}
