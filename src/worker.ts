import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { startWith } from './platform/config/start.js';
import { stopOnSignals } from './platform/health/stop-on-signals.js';
import { logger } from './platform/logging/logger.js';
import { Pump } from './platform/messaging/pump.js';
import { Migrator } from './platform/persistence/migrator.js';

/** Queues, projections and sweeps: any number of processes, each piece of work done by one. */
await startWith(async (config) => {
  await new Migrator(config.settings.DATABASE_URL).requireCurrent();
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: logger(config),
    abortOnError: false,
  });
  stopOnSignals(app);
  app.get(Pump).start();
  new Logger('Worker').log('Working.');
});
