// `npm run tables [-- --check]`: writes what the compiler knows of each context's tables, or says where it is not what the migrations make.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhatChanged } from './lib/freshness.mjs';
import { Problem, runScript, say } from './lib/print.mjs';
import { ROOT } from './lib/processes.mjs';
import { tablesOf } from './lib/tables.mjs';
import { emptyDatabase, testDatabase } from './lib/test-database.mjs';

await runScript(async () => {
  await buildWhatChanged(['api'], () => say('Building the API …'));
  const { Migrator } = await import(new URL('../dist/src/platform/persistence/migrator.js', import.meta.url).href);
  const server = await testDatabase();
  const files = await emptyDatabase(server.url, 'bamin_tables')
    .then(async (url) => (await new Migrator(url).migrate(), tablesOf(url)))
    .finally(() => server.stop());
  const changed = [...files].filter(([path, text]) => current(path) !== text);
  if (!process.argv.includes('--check')) for (const [path, text] of changed) writeFileSync(join(ROOT, path), text);
  else if (changed.length > 0)
    throw new Problem(
      `Not the tables that the migrations make: ${changed.map(([path]) => path).join(', ')}. Write them anew: npm run tables`,
    );
  say(
    changed.length > 0
      ? `Written: ${changed.map(([path]) => path).join(', ')}`
      : 'All tables are as the migrations make them.',
  );
});

function current(path) {
  return existsSync(join(ROOT, path)) && readFileSync(join(ROOT, path), 'utf8');
}
