import { Injectable, Logger, type OnApplicationBootstrap, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Config, ConfigProblem } from '../config/config.js';
import { Database } from '../persistence/database.js';
import type { PlatformTables } from '../persistence/tables.js';
import { Transactions } from '../persistence/transactions.js';
import { decorated } from '../messaging/decorated.js';
import { Settler } from '../messaging/settle.js';

/** A piece of the demo world, made by real commands so that it obeys the rules; a second run changes nothing. */
export abstract class Scenario {
  abstract run(): Promise<void>;
}

const KEY = 'bamin:demo-scenario';
/** Scenarios run in ascending order, each after the effects of the one before. */
export const DemoScenario = Object.assign((order: number) => SetMetadata(KEY, order), { KEY });

@Injectable()
export class DemoWorld implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly settler: Settler,
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** @throws ConfigProblem in production, on a database that a demo world was ever built in: everybody knows the password of its people */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.isProduction) return;
    const built = await this.database
      .read<PlatformTables>()
      .selectFrom('platform.demo_world')
      .select('built_at')
      .executeTakeFirst();
    if (built)
      throw new ConfigProblem(
        'The database named in DATABASE_URL holds the demo world: it is refused in production. Begin with an empty one.',
      );
  }

  async build(): Promise<void> {
    await this.transactions.run((tx) =>
      tx
        .db<PlatformTables>()
        .insertInto('platform.demo_world')
        .defaultValues()
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    const scenarios = decorated<Scenario, number>(this.discovery, DemoScenario).sort((a, b) => a.options - b.options);
    for (const { name, provider } of scenarios) {
      await provider.run();
      await this.settler.settle();
      new Logger('Demo').log(`${name} is in place.`);
    }
  }
}
