import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lanAddresses, lanCertificate } from './lib/certificate.mjs';
import { DATA, demoSettings } from './lib/demo-settings.mjs';
import { buildWhatChanged } from './lib/freshness.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { Problem, runScript, say } from './lib/print.mjs';
import { atTheEnd, commandOf, freePort, gone, isAlive, stop } from './lib/processes.mjs';
import { runBuilt, startProduct } from './lib/product.mjs';

const RUN_FILE = join(DATA, 'run.json');
const started = [];
let isStopping = false;

function options() {
  const { values } = parse();
  const port = Number(values.port ?? process.env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Problem('--port takes a number from 1 to 65535.');
  return { port, lan: values.lan ?? false };
}

function parse() {
  try {
    return parseArgs({ options: { port: { type: 'string' }, lan: { type: 'boolean' } } });
  } catch {
    throw new Problem('npm start takes --port <number> and --lan, as in: npm start -- --lan --port 8443');
  }
}

async function start(port, lan) {
  await expectFree(port, lan);
  remember({ port });
  await buildWhatChanged(undefined, (part) => say(`Building the ${part === 'api' ? 'API' : 'web client'} …`));
  const env = { ...demoSettings(), PORT: String(port), ...(lan ? await lanSettings() : {}) };
  const database = process.env.DATABASE_URL ? { url: process.env.DATABASE_URL } : await embeddedDatabase();
  env.DATABASE_URL = database.url;
  await runBuilt('migrate.js', { env });
  const onStart = (product) => {
    started.push(product.stop);
    remember({ port, product: product.pid, database: env.DATABASE_URL });
  };
  const product = await startProduct({
    env,
    log: join(DATA, 'server.log'),
    secure: Boolean(env.BAMIN_TLS_KEY),
    onStart,
  });
  announce(port, lan, env);
  const first = await Promise.race([
    product.ended.then(() => 'product'),
    ...(database.ended ? [database.ended.then(() => 'database')] : []),
  ]);
  if (isStopping) return new Promise(() => undefined);
  if (first === 'database')
    throw new Problem(
      `The database ended unexpectedly; npm start recovers it (its log: ${join(DATA, 'postgres', 'postgresql.log')})`,
    );
  throw new Problem(`The program ended: ${product.why()} (its log: ${join(DATA, 'server.log')})`);
}

async function expectFree(port, lan) {
  const free = await freePort(port, lan ? '0.0.0.0' : '127.0.0.1').catch((error) => {
    throw new Problem(
      error.code === 'EACCES'
        ? `Port ${port} needs rights that you do not have; choose one above 1023 with --port.`
        : `Port ${port} cannot be used: ${error.code}.`,
    );
  });
  if (!free)
    throw new Problem(
      `Port ${port} is taken by another program; stop it, or choose another port: npm start -- --port ${port + 1}`,
    );
}

async function embeddedDatabase() {
  const server = await startPostgres({ folder: join(DATA, 'postgres') });
  started.push(server.stop);
  server.notes.forEach((note) => say(note));
  return server;
}

async function lanSettings() {
  const { certificate, key, fingerprint } = await lanCertificate(DATA);
  say(`The certificate is self-made; browsers warn once. Its SHA-256 fingerprint: ${fingerprint}`);
  return { BAMIN_TLS_CERTIFICATE: certificate, BAMIN_TLS_KEY: key, BAMIN_HOST: '0.0.0.0' };
}

/** A start of this clone that is still running is respected; what a killed one left behind is ended. */
async function takeOver() {
  if (!existsSync(RUN_FILE)) return;
  const { pid, port, product } = readRun();
  if (isAlive(pid) && pid !== process.pid && commandOf(pid).includes('start.mjs')) {
    throw new Problem(`It is already running from this folder, on port ${port}; stop it first (process ${pid}).`);
  }
  if (product && commandOf(product).includes('all-in-one.js') && !(await gone(product, 5000))) await stop(product);
  rmSync(RUN_FILE, { force: true });
}

const remember = (facts) => writeFileSync(RUN_FILE, JSON.stringify({ pid: process.pid, ...facts }), { mode: 0o600 });

function readRun() {
  try {
    return JSON.parse(readFileSync(RUN_FILE, 'utf8'));
  } catch {
    return {};
  }
}

/** The product first, then its database; once, whoever asks. */
function stopOnce() {
  let stopping;
  return () => (stopping ??= stopAll());
}

async function stopAll() {
  isStopping = true;
  for (const stopPart of started.reverse()) await stopPart();
  if (readRun().pid === process.pid) rmSync(RUN_FILE, { force: true });
}

const ACCOUNTS = [
  ['resident, green', '13800000001', '个人用户'],
  ['resident, orange', '13800000002', '个人用户'],
  ['resident without a code yet', '13800000003', '个人用户'],
  ['scanner 鼓楼区东街', '13900000004', '法人用户'],
  ['administrator of that unit', '13900000002', '法人用户'],
  ['health insurance, uploads feeds', '13900000001', '法人用户'],
  ['another unit, 思明区中华', '13900000003', '法人用户'],
];

function announce(port, lan, env) {
  const scheme = lan ? 'https' : 'http';
  const hosts = ['localhost', ...(lan ? lanAddresses() : [])];
  say('\n八闽健康码 Bamin Health Code is running.\n');
  for (const host of hosts) say(`  ${scheme}://${host}:${port}`);
  if (env.BAMIN_DEMO_WORLD === '1') {
    say('\n  Demo accounts (password of all: Bamin-demo-2020)');
    for (const [who, login, door] of ACCOUNTS) say(`    ${login}  ${door}  ${who}`);
    say(`\n  SMS codes arrive at ${scheme}://localhost:${port}/demo-inbox`);
  }
  say(`\n  Log: .data/server.log${lan ? '' : '   Phones on the network: npm start -- --lan'}\n  Stop with Ctrl-C.`);
}

await runScript(async () => {
  const { port, lan } = options();
  mkdirSync(DATA, { recursive: true });
  const stopEverything = stopOnce();
  atTheEnd(async (signal) => {
    say('\nStopping …');
    await stopEverything();
    process.exit(signal === 'SIGINT' ? 130 : 0);
  });
  try {
    await takeOver();
    await start(port, lan);
  } catch (error) {
    await stopEverything();
    throw error;
  }
});
