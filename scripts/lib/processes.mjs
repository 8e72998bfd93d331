// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** The Node of node_modules; the one that runs the scripts may be older. */
export const NODE = join(ROOT, 'node_modules', '.bin', 'node');
export const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const PARENT_WATCH = join(ROOT, 'scripts', 'lib', 'end-with-parent.mjs');

/** The environment of everything we start: our Node first. */
export function environment(more = {}) {
  return { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`, ...more };
}

/**
 * Starts a program of ours in a process group of its own (Ctrl-C reaches only the script, which stops everything in order).
 * It ends by itself when this process is gone, however that happened.
 * @param {string[]} args
 * @param {{ env?: object, stdio?: (import('node:child_process').IOType | number)[] }} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function startNode(args, { env = {}, stdio = ['ignore', 'inherit', 'inherit'] } = {}) {
  return spawn(NODE, ['--import', PARENT_WATCH, ...args], {
    cwd: ROOT,
    env: environment(env),
    stdio: [...stdio, 'ipc'],
    detached: true,
  });
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: object, onOutput?: (text: string) => void, cwd?: string }} options
 * @returns {Promise<{ code: number, output: string }>} its exit code and what it printed
 */
export function run(command, args, { env = {}, onOutput, cwd = ROOT } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let output = '';
    const keep = (chunk) => {
      output += chunk;
      onOutput?.(String(chunk));
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? (signal ? 1 : 0), output: output.replaceAll(COLOURS, '') });
    });
  });
}

const running = new Set();
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Ends what `run` still has under way. */
export function stopRunning() {
  for (const child of running) signalGroup(child.pid, 'SIGTERM');
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has gone by itself.
  }
}

/** A process that has ended but was not yet buried by its parent counts as gone. */
export function isAlive(pid) {
  if (/^State:\s*Z/m.test(safeRead(`/proc/${pid}/status`))) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line of a process, '' when it cannot be known. */
export function commandOf(pid) {
  if (existsSync(`/proc/${pid}/cmdline`))
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Waits until the process is gone. @returns whether it is */
export async function gone(pid, milliseconds) {
  for (const until = Date.now() + milliseconds; Date.now() < until; await pause(50)) if (!isAlive(pid)) return true;
  return !isAlive(pid);
}

/** Asks the process to end, and ends it when it does not. */
export async function stop(pid, signal = 'SIGTERM', milliseconds = 10_000) {
  if (!pid || !isAlive(pid)) return;
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
  if (await gone(pid, milliseconds)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
  await gone(pid, 2000);
}

/**
 * @param {number} port 0 for any free one
 * @returns {Promise<number | undefined>} the port, or undefined when it is taken; throws EACCES for a port that needs rights
 */
export function freePort(port = 0, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(port, host, () => {
      const { port: chosen } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(chosen));
    });
  });
}

/** Runs `work` once when this process is told to end, then ends. */
export function atTheEnd(work) {
  let asked = false;
  const end = async (signal) => {
    if (asked) return;
    asked = true;
    await work(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(signal));
  watchNpm(() => void end('SIGHUP'));
  return () => end('SIGTERM');
}

/** npm killed with -9 takes nothing with it: notice that it is gone. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return;
  const npm = npmAbove(process.ppid);
  if (!npm) return;
  setInterval(() => !isAlive(npm) && onGone(), 1000).unref();
}

function npmAbove(pid) {
  const command = commandOf(pid);
  if (/^(\S*\/)?(sh|bash|dash) -c/.test(command)) {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(safeRead(`/proc/${pid}/status`))?.[1]);
    return parent > 1 ? parent : undefined;
  }
  return pid > 1 ? pid : undefined;
}

function safeRead(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
