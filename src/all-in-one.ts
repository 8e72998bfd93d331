import { AppModule } from './app.module.js';
import { startWith } from './platform/config/start.js';
import { DemoWorld } from './platform/demo/scenario.js';
import { stopOnSignals } from './platform/health/stop-on-signals.js';
import { httpApplication } from './platform/http/http-application.js';
import { expectRedis } from './platform/messaging/expect-redis.js';
import { Pump } from './platform/messaging/pump.js';
import { Migrator } from './platform/persistence/migrator.js';

/** API, web client and worker in one process, for one machine. */
await startWith(async (config) => {
  await expectRedis(config);
  await new Migrator(config.settings.DATABASE_URL).requireCurrent();
  const app = await httpApplication(AppModule.with(config), config);
  stopOnSignals(app);
  app.get(Pump).start();
  if (config.settings.BAMIN_DEMO_WORLD) await app.get(DemoWorld).build();
  await app.listen(config.settings.PORT, config.settings.BAMIN_HOST);
});
