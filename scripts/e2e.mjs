// `npm run e2e [-- part of a file name]`: the browser against the product as built, on a database and a port of its own.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { DATA, demoSettings } from './lib/demo-settings.mjs';
import { buildWhatChanged } from './lib/freshness.mjs';
import { Problem, runScript, say } from './lib/print.mjs';
import { atTheEnd, freePort, ROOT } from './lib/processes.mjs';
import { runBuilt, startProduct } from './lib/product.mjs';
import { emptyDatabase, testDatabase } from './lib/test-database.mjs';

const FOLDER = join(ROOT, 'test', 'e2e');
const ended = [];

async function product() {
  const database = await testDatabase();
  ended.push(database.stop);
  const secrets = mkdtempSync(join(tmpdir(), 'bamin-e2e-'));
  ended.push(async () => rmSync(secrets, { recursive: true, force: true }));
  const port = await freePort();
  const env = {
    ...demoSettings(secrets),
    PORT: String(port),
    DATABASE_URL: await emptyDatabase(database.url, 'bamin_e2e'),
  };
  await runBuilt('migrate.js', { env });
  mkdirSync(DATA, { recursive: true });
  const started = await startProduct({ env, log: join(DATA, 'e2e-server.log') });
  ended.push(started.stop);
  return { address: `http://localhost:${port}`, database: env.DATABASE_URL };
}

/** One file after the other: they share the product and the two cores. */
function play(files) {
  const stream = runTests({ files, concurrency: 1, timeout: 180_000, forceExit: true });
  const counted = { passed: 0, failed: 0 };
  const isTest = (data) => data.details?.type !== 'suite' && !(data.name && files.includes(data.name));
  stream.on(
    'test:pass',
    (data) => isTest(data) && (counted.passed += data.skip === undefined && data.todo === undefined ? 1 : 0),
  );
  stream.on('test:fail', (data) => isTest(data) && (counted.failed += 1));
  stream.compose(new spec()).pipe(process.stdout);
  return new Promise((resolve) => stream.on('end', () => resolve(counted)));
}

async function stopAll() {
  for (const stop of ended.splice(0).reverse()) await stop();
}

await runScript(async () => {
  const [wanted = ''] = process.argv.slice(2);
  const files = existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((name) => /\.e2e\.(mjs|ts)$/.test(name) && name.includes(wanted))
        .map((name) => join(FOLDER, name))
    : [];
  if (files.length === 0) throw new Problem('There is no browser test of that name.');
  atTheEnd(async () => {
    await stopAll();
    process.exit(1);
  });
  await buildWhatChanged(undefined, (part) => say(`Building the ${part} …`));
  const { address, database } = await product().catch(async (error) => {
    await stopAll();
    throw error;
  });
  process.env.E2E_ADDRESS = address;
  process.env.DATABASE_URL = database;
  const { passed, failed } = await play(files);
  await stopAll();
  say(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
});
