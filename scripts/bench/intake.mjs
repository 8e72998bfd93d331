// `npm run bench -- intake`: a file of 100,000 visits, a tenth of them evidence, from its first byte until evidence, timelines, history and events are
// written, by the product as `npm start` runs it; against reading and copying the same rows. Then one five times as large, for the memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { FOLDER, runMeasurement, secretsOf, seeded } from '../lib/measurement.mjs';
import { complain } from '../lib/print.mjs';
import { ROOT } from '../lib/processes.mjs';
import { writeFile } from './intake/records.mjs';
import { copied } from './intake/reference.mjs';
import { seedCodes, seedOperator } from './intake/seed.mjs';
import { handIn } from './intake/upload.mjs';

/** In its first seconds a process still compiles. */
const WARM_UP = { name: 'warm-up', from: 0, rows: 20_000 };
const MEASURED = { name: 'measured', from: 20_000, rows: 100_000 };
const LARGE = { name: 'large', from: 120_000, rows: 500_000 };
const SAMPLE_MS = 100;
const WATCHED = {
  NODE_OPTIONS: `--import ${pathToFileURL(join(ROOT, 'scripts', 'bench', 'intake', 'event-loop.mjs')).href}`,
  BENCH_EVENT_LOOP: join(FOLDER, 'event-loop.json'),
};

const pathOf = ({ name }) => join(FOLDER, `${name}.csv`);

await runMeasurement(async (own) => {
  const token = await seed(own);
  const product = await own.start({ env: WATCHED });
  const target = { port: own.env.PORT, token, pid: product.pid };
  const idle = memoryOf(product.pid);
  await handIn(target, pathOf(WARM_UP));
  const before = await copied(own.url, pathOf(MEASURED));
  const measured = await watched(target, pathOf(MEASURED));
  const after = await copied(own.url, pathOf(MEASURED));
  const large = await watched(target, pathOf(LARGE));
  return figures({ idle, reference: (before + after) / 2, measured, large });
});

async function seed({ url, env }) {
  complain('seeding …');
  const day = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  const secrets = await secretsOf(env);
  return seeded(url, async (database) => {
    const token = await seedOperator(database, secrets);
    for (const file of [WARM_UP, MEASURED, LARGE]) {
      await writeFile(pathOf(file), { prefix: file.name, ...file, day });
      await seedCodes(database, secrets, file);
    }
    return token;
  });
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
  return JSON.parse(readFileSync(WATCHED.BENCH_EVENT_LOOP, 'utf8'));
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
