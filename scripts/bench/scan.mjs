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
import { asFastAsPossible, atRate, Connection, percentile, scanned } from './scan/http-load.mjs';
import { cpuSeconds } from './scan/cpu.mjs';
import { Reference } from './scan/reference.mjs';
import { CODES, SCANS, seedCodes, seedScanners, seedScans } from './scan/seed.mjs';
import { Residents } from './scan/showings.mjs';

const CONNECTIONS = 32;
/** In its first half minute under load a process still compiles: measured is one that has run for a while. */
const WARM_UP_MS = 10_000;
const MEASURED_MS = 10_000;
/** Latencies are taken in turns, ours and the reference's: what the machine or its disk does meanwhile meets both. */
const TURNS = 6;
const STEADY_AFTER_MS = 2000;
/** All turns together are long enough that one collection of garbage or one slow write of the disk is not all that a percentile tells. */
const TURN_MS = 5000;
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
  const reference = await Reference.over(url, scanners);
  toEnd.push(() => reference.close());
  const limit = await reference.asFastAsPossible({ warmUpMs: WARM_UP_MS, measuredMs: MEASURED_MS });
  complain(`ceiling ${Math.round(limit)}/s; now the program …`);
  return {
    bench: 'scan',
    codes: CODES,
    scans: SCANS,
    connections: CONNECTIONS,
    ceiling: Math.round(limit),
    ...(await ours({ env, pid: product.pid, residents, scanners, reference, limit })),
  };
}

function startApi(env) {
  return startProduct({ env, log: join(folder, 'api.log'), entry: 'main.js' });
}

async function seed(url, env, residents) {
  complain('seeding …');
  const database = new pg.Client({ connectionString: url });
  database.on('error', () => undefined); // What went wrong is thrown by the statement; the connection ends with the server then.
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
async function ours({ env, pid, residents, scanners, reference, limit }) {
  const connections = await atWork(env.PORT, scanners);
  const warm = await asFastAsPossible(connections, await residents.show(FIRST_SHOWINGS), WARM_UP_MS);
  const showings = await residents.show(Math.ceil(warm * 2 * (MEASURED_MS / 1000)));
  const cpuBefore = cpuSeconds(pid);
  const maximum = await asFastAsPossible(connections, showings, MEASURED_MS);
  const cpuMicros = ((cpuSeconds(pid) - cpuBefore) * 1e6) / (maximum * (MEASURED_MS / 1000));
  const rate = maximum * 0.7;
  const { own, theirs } = await inTurns({ connections, residents, reference, rate });
  for (const connection of connections) connection.close();
  const [p99, referenceP99] = [percentile(own, 0.99), percentile(theirs, 0.99)];
  return {
    ours: Math.round(maximum),
    ratio: Math.round((maximum / limit) * 1000) / 1000,
    cpuMicrosPerScan: Math.round(cpuMicros),
    at70: Math.round(rate),
    p50: tenths(percentile(own, 0.5)),
    p99: tenths(p99),
    referenceP50: tenths(percentile(theirs, 0.5)),
    referenceP99: tenths(referenceP99),
    p99Ratio: tenths(p99 / referenceP99),
  };
}

async function atWork(port, scanners) {
  const connections = await Promise.all(scanners.map((scanner) => Connection.to(port, scanner)));
  for (const connection of connections) {
    const { shift: id, point: scanPointId } = connection.scanner;
    const { status, body } = await connection.post('/shifts', { id, scanPointId });
    if (status !== 201) throw new Error(`A shift was answered ${status}: ${body}`);
  }
  return connections;
}

async function inTurns({ connections, residents, reference, rate }) {
  const [own, theirs] = [[], []];
  const count = Math.ceil(rate * ((STEADY_AFTER_MS + TURN_MS) / 1000));
  const load = { perSecond: rate, count, unmeasuredMs: STEADY_AFTER_MS };
  for (let turn = 0; turn < TURNS; turn++) {
    const showings = await residents.show(count);
    own.push(
      ...(await atRate({ ...load, connections }, (connection, number) => scanned(connection, showings[number]))),
    );
    theirs.push(
      ...(await atRate({ ...load, connections: reference.connections }, (connection) => reference.scan(connection))),
    );
  }
  return { own, theirs };
}

function tenths(value) {
  return Math.round(value * 10) / 10;
}
