// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { Problem } from './print.mjs';

/** Whom PostgreSQL, which refuses to be root, runs as: the owner of its data, else `postgres` (made when missing), else `nobody`. */
export function serverUser(data) {
  const owner = existsSync(data) ? statSync(data) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const found = named('postgres') ?? (made('postgres') ? named('postgres') : undefined) ?? named('nobody');
  if (!found)
    throw new Problem(
      'PostgreSQL does not run as root and no other user could be made: start as an ordinary user, or set DATABASE_URL.',
    );
  return found;
}

function named(name) {
  const line =
    existsSync('/etc/passwd') &&
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function made(name) {
  return (
    spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
      stdio: 'ignore',
    }).status === 0
  );
}
