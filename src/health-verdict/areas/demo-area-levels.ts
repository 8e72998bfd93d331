import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;
const DAY_MS = 86_400_000;

/** Levels of the demo world; no authority said so. */
const LEVELS = [
  { id: id('9001'), areaKey: '350000', level: 'low' },
  { id: id('9002'), areaKey: '350203', level: 'medium-general' },
  { id: id('9003'), areaKey: '420100', level: 'high' },
];

@Injectable()
@DemoScenario(35)
export class DemoAreaLevels extends Scenario {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - 30 * DAY_MS);
    await this.transactions.run(async (tx) => {
      for (const { id: assignment, areaKey, level } of LEVELS) {
        await sql`
          INSERT INTO health_verdict.level_assignment (id, area_key, scale, level, from_at) VALUES (${assignment}, ${areaKey}, '2020-02-24', ${level}, ${since})
          ON CONFLICT DO NOTHING
        `.execute(tx.db());
      }
    });
  }
}
