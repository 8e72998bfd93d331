import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Every, type Scheduled } from '../../../platform/messaging/schedule.js';
import { Database } from '../../../platform/persistence/database.js';

/** Makes the months ahead. */
@Injectable()
@Every({ seconds: 6 * 3600 })
export class ScanPartitions implements Scheduled {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sql`SELECT checkpoint.make_scan_partitions()`.execute(this.database.read());
  }
}
