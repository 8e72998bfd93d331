import { startWith } from './platform/config/start.js';
import { Migrator } from './platform/persistence/migrator.js';

/** Brings the database to the state this version needs. */
await startWith(async (config) => {
  const applied = await new Migrator(config.settings.DATABASE_URL).migrate();
  process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'The database is up to date.\n');
});
