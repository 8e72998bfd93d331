import { Injectable, Logger, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decorated } from '../messaging/decorated.js';
import { Settler } from '../messaging/settle.js';

/** A piece of the demo world, told by real commands so that it obeys the rules; harmless when told again. */
export abstract class Scenario {
  abstract run(): Promise<void>;
}

const KEY = 'bamin:demo-scenario';
/** Scenarios run in ascending order, each after the effects of the one before. */
export const DemoScenario = Object.assign((order: number) => SetMetadata(KEY, order), { KEY });

@Injectable()
export class DemoWorld {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly settler: Settler,
  ) {}

  async build(): Promise<void> {
    const scenarios = decorated<Scenario, number>(this.discovery, DemoScenario).sort((a, b) => a.options - b.options);
    for (const { name, provider } of scenarios) {
      await provider.run();
      await this.settler.settle();
      new Logger('Demo').log(`${name} is in place.`);
    }
  }
}
