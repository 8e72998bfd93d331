// `npm run bench -- scan`: verify and record over HTTP by signed presentations, against what the database alone could do.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { DATA, demoSettings } from '../lib/demo-settings.mjs';
import { buildWhatChanged } from '../lib/freshness.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { complain, say } from '../lib/print.mjs';
import { atTheEnd, freePort, ROOT } from '../lib/processes.mjs';
import { runBuilt, startProduct } from '../lib/product.mjs';
import { emptyDatabase } from '../lib/test-database.mjs';
import { bareCommits } from './scan/bare-commits.mjs';
import { ceiling } from './scan/ceiling.mjs';
import { asFastAsPossible, atRate, Connection, percentile } from './scan/http-load.mjs';
import { CODES, SCANS, seedCodes, seedScanners, seedScans } from './scan/seed.mjs';
import { Residents } from './scan/showings.mjs';

const CONNECTIONS = 32;
/** In its first half minute under load a process still compiles: measured is one that has run for a while. */
const WARM_UP_MS = 10_000;
const MEASURED_MS = 10_000;
const STEADY_AFTER_MS = 10_000;
/** Long enough that one collection of garbage or one slow write of the disk is not all that a percentile tells. */
const LATENCIES_MS = 30_000;
/** More than any machine at hand scans while warming up. */
const FIRST_SHOWINGS = 20_000;
/** A server as one would run it: commits wait for the disk. */
const SERVER = [
  'shared_buffers=512MB',
  'max_connections=120',
  'max_wal_size=4GB',
  'checkpoint_timeout=30min',
  'synchronous_commit=on',
];

const folder = join(DATA, 'bench');
const toEnd = [];
const end = async () => {
  for (const stop of toEnd.splice(0).reverse()) await stop();
};
atTheEnd(async () => {
  await end();
  process.exit(130);
});

try {
  await buildWhatChanged(['api']);
  say(JSON.stringify(await measure()));
} finally {
  await end();
}

async function measure() {
  const server = await startPostgres({ folder, settings: SERVER });
  toEnd.push(() => server.stop());
  const url = await emptyDatabase(server.url, 'bench');
  const env = {
    ...demoSettings(folder),
    BAMIN_WEB_ROOT: '',
    BAMIN_DEMO_WORLD: '0',
    DATABASE_URL: url,
    PORT: String(await freePort()),
  };
  await runBuilt('migrate.js', { env });
  await (await startApi(env)).stop(); // The first start of an installation fills the tree of areas; what is measured is one of all the others.
  const product = await startApi(env);
  toEnd.push(() => product.stop());
  const residents = await Residents.of(env.BAMIN_CODE_SIGNING_KEYS);
  toEnd.push(() => residents.close());
  const scanners = await seed(url, env, residents);
  const limit = await ceiling({ url, scanners, warmUpMs: WARM_UP_MS, measuredMs: MEASURED_MS });
  complain(`ceiling ${Math.round(limit)}/s; now the program …`);
  return {
    bench: 'scan',
    codes: CODES,
    scans: SCANS,
    connections: CONNECTIONS,
    ceiling: Math.round(limit),
    ...(await ours(env, residents, scanners, limit)),
  };
}

function startApi(env) {
  return startProduct({ env, log: join(folder, 'api.log'), entry: 'main.js' });
}

async function seed(url, env, residents) {
  complain('seeding …');
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  await seedCodes(database, residents);
  const scanners = await seedScanners(database, CONNECTIONS, await sealWith(env));
  await seedScans(database);
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
  await database.end();
  return scanners;
}

async function sealWith(env) {
  const built = (name) => import(pathToFileURL(join(ROOT, 'dist', 'src', 'platform', `${name}.js`)).href);
  const [{ readConfig }, { FieldCipher }] = await Promise.all([built('config/config'), built('crypto/field-cipher')]);
  const cipher = new FieldCipher(readConfig(env).settings.BAMIN_FIELD_KEYS);
  return (name) => cipher.encrypt(name, 'name');
}

/** Showings live for 90 s: each phase has its own, signed just before it and not while it runs. */
async function ours(env, residents, scanners, limit) {
  const connections = await Promise.all(scanners.map((scanner) => Connection.to(env.PORT, scanner)));
  for (const connection of connections) {
    const { status, body } = await connection.post('/shifts', {
      id: connection.scanner.shift,
      scanPointId: connection.scanner.point,
    });
    if (status !== 201) throw new Error(`A shift was answered ${status}: ${body}`);
  }
  const warm = await asFastAsPossible(connections, await residents.show(FIRST_SHOWINGS), WARM_UP_MS);
  const maximum = await asFastAsPossible(
    connections,
    await residents.show(Math.ceil(warm * 2 * (MEASURED_MS / 1000))),
    MEASURED_MS,
  );
  const rate = maximum * 0.7;
  const showings = await residents.show(Math.ceil(rate * ((STEADY_AFTER_MS + LATENCIES_MS) / 1000)));
  const endCommits = await bareCommits(env.DATABASE_URL, STEADY_AFTER_MS);
  const latencies = await atRate(connections, showings, rate, STEADY_AFTER_MS);
  const commits = await endCommits();
  for (const connection of connections) connection.close();
  const round = (value) => Math.round(value * 10) / 10;
  return {
    ours: Math.round(maximum),
    ratio: Math.round((maximum / limit) * 1000) / 1000,
    at70: Math.round(rate),
    p50: round(percentile(latencies, 0.5)),
    p99: round(percentile(latencies, 0.99)),
    bareCommitP99: round(percentile(commits, 0.99)),
  };
}
