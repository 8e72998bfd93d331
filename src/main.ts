import { AppModule } from './app.module.js';
import { startWith } from './platform/config/start.js';
import { stopOnSignals } from './platform/health/stop-on-signals.js';
import { httpApplication } from './platform/http/http-application.js';
import { Migrator } from './platform/persistence/migrator.js';

/** The HTTP process: stateless, any number of them. */
await startWith(async (config) => {
  await new Migrator(config.settings.DATABASE_URL).requireCurrent();
  const app = await httpApplication(AppModule.with(config), config);
  stopOnSignals(app);
  await app.listen(config.settings.PORT, config.settings.BAMIN_HOST);
});
