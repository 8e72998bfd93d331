// @ts-check
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { keepShort } from './logs.mjs';
import { commandOf, gone, isAlive, stop } from './processes.mjs';

/** Ends the server when standard input closes: a script that is killed takes its database with it. Ends itself when the server ends. */
const GUARD = [
  'log=$1; shift; exec 3<&0',
  '"$@" </dev/null >>"$log" 2>&1 3<&- & pid=$!; echo $pid',
  '(read -r _ <&3; kill -INT $pid 2>/dev/null) & reader=$!',
  'wait $pid; kill $reader 2>/dev/null',
].join('\n');

export const serverEnvironment = () => ({ PATH: process.env.PATH ?? '', TZ: 'UTC', LC_ALL: 'C.UTF-8' });

export function logFile(folder, user) {
  const path = join(folder, 'postgresql.log');
  keepShort(path);
  closeSync(openSync(path, 'a', 0o600));
  if (user) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o600);
  return path;
}

export async function stopLeftOver(data) {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const ours = pid > 1 && isAlive(pid) && commandOf(pid).includes(data);
  if (!ours) return rmSync(lock, { force: true });
  if (!(await gone(pid, 3000))) await stop(pid, 'SIGINT', 20_000);
}

export async function launch({ data, native, user, settings, port, log }) {
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

export const lastLine = (text) =>
  text
    ?.trim()
    .split('\n')
    .filter((line) => /FATAL|ERROR|error/.test(line))
    .at(-1)
    ?.replace(/^.*?(FATAL|ERROR|error):\s*/, '') ?? '';
