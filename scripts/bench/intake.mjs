// `npm run bench -- intake`: a file of 100,000 visits, a tenth of them evidence, from its first byte until evidence, timelines, history and events are
// written, by the product as `npm start` runs it; against reading and copying the same rows. Then one five times as large, for the memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DATA, demoSettings } from '../lib/demo-settings.mjs';
import { buildWhatChanged } from '../lib/freshness.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { complain, say } from '../lib/print.mjs';
import { atTheEnd, freePort, ROOT } from '../lib/processes.mjs';
import { runBuilt, startProduct } from '../lib/product.mjs';
import { emptyDatabase } from '../lib/test-database.mjs';
import { writeFile } from './intake/records.mjs';
import { copied } from './intake/reference.mjs';
import { connected, seedCodes, seedOperator } from './intake/seed.mjs';
import { handIn } from './intake/upload.mjs';

/** In its first seconds a process still compiles. */
const WARM_UP = { name: 'warm-up', from: 0, rows: 20_000 };
const MEASURED = { name: 'measured', from: 20_000, rows: 100_000 };
const LARGE = { name: 'large', from: 120_000, rows: 500_000 };
const SERVER = [
  'shared_buffers=512MB',
  'max_connections=120',
  'max_wal_size=4GB',
  'checkpoint_timeout=30min',
  'synchronous_commit=on',
];
const SAMPLE_MS = 100;

const folder = join(DATA, 'bench');
const eventLoop = join(folder, 'event-loop.json');
const pathOf = ({ name }) => join(folder, `${name}.csv`);
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
  await (await start(env)).stop(); // The first start of an installation fills the tree of areas.
  const product = await start(env);
  toEnd.push(() => product.stop());
  const token = await seed(url, env);
  const target = { port: env.PORT, token, pid: product.pid };
  const idle = memoryOf(product.pid);
  await handIn(target, pathOf(WARM_UP));
  const before = await copied(url, pathOf(MEASURED));
  const measured = await watched(target, pathOf(MEASURED));
  const after = await copied(url, pathOf(MEASURED));
  const large = await watched(target, pathOf(LARGE));
  return figures({ idle, reference: (before + after) / 2, measured, large });
}

function start(env) {
  const measuring = {
    NODE_OPTIONS: `--import ${pathToFileURL(join(ROOT, 'scripts', 'bench', 'intake', 'event-loop.mjs')).href}`,
    BENCH_EVENT_LOOP: eventLoop,
  };
  return startProduct({ env: { ...env, ...measuring }, log: join(folder, 'api.log') });
}

async function seed(url, env) {
  complain('seeding …');
  const day = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  const database = await connected(url);
  const token = await seedOperator(database, env);
  for (const file of [WARM_UP, MEASURED, LARGE]) {
    await writeFile(pathOf(file), { prefix: file.name, ...file, day });
    await seedCodes(database, env, file);
  }
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
  await database.end();
  return token;
}

async function watched(target, path) {
  complain(`${path} …`);
  await loopSince(target);
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, memoryOf(target.pid))), SAMPLE_MS);
  const taken = await handIn(target, path);
  clearInterval(timer);
  return { ...taken, peak, loop: await loopSince(target) };
}

/** How late the event loop was since this was asked last. */
async function loopSince({ pid }) {
  process.kill(pid, 'SIGUSR2');
  await pause(300);
  return JSON.parse(readFileSync(eventLoop, 'utf8'));
}

/** Resident, in megabytes. */
function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function figures({ idle, reference, measured, large }) {
  const rate = (file, ms) => Math.round((file.rows * 1000) / ms);
  const tenths = (value) => Math.round(value * 10) / 10;
  return {
    bench: 'intake',
    rows: MEASURED.rows,
    reference: rate(MEASURED, reference),
    ours: rate(MEASURED, measured.appliedMs),
    ratio: Math.round((reference / measured.appliedMs) * 1000) / 1000,
    acceptedMs: Math.round(measured.acceptedMs),
    appliedMs: Math.round(measured.appliedMs),
    counts: measured.counts,
    eventLoopP99: tenths(measured.loop.p99),
    memory: { idle: Math.round(idle), at100k: Math.round(measured.peak - idle), at500k: Math.round(large.peak - idle) },
    large: { rate: rate(LARGE, large.appliedMs), eventLoopP99: tenths(large.loop.p99) },
  };
}
