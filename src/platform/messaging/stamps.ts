import { Injectable } from '@nestjs/common';
import { Database } from '../persistence/database.js';
import type { PlatformTables } from '../persistence/tables.js';

/** How old figures are, and whether they are whole. */
export interface Stamp {
  /** How far the projection has read: what was recorded before is counted. Left out while it has read nothing. */
  readonly asOf?: string;
  /** Events were put aside; the numbers may be short by them. */
  readonly degraded: boolean;
}

/** Asked before the figures are read: they are then at least as new as it says. */
@Injectable()
export class Stamps {
  constructor(private readonly database: Database) {}

  async of(projection: string): Promise<Stamp> {
    const cursor = await this.database
      .read<PlatformTables>()
      .selectFrom('platform.cursor')
      .where('name', '=', projection)
      .select(['read_until', 'degraded_at'])
      .executeTakeFirst();
    return {
      ...(cursor?.read_until ? { asOf: cursor.read_until.toISOString() } : {}),
      degraded: Boolean(cursor?.degraded_at),
    };
  }
}
