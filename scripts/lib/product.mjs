// @ts-check
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { keepShort } from './logs.mjs';
import { Problem } from './print.mjs';
import { ROOT, startNode, stop } from './processes.mjs';

/** Megabytes of each half of the young generation, as in docker/Dockerfile (docs/decisions/young-generation.md). */
const YOUNG = '--max-semi-space-size=32';
const built = (name) => join(ROOT, 'dist', 'src', name);

/** Runs a command of the built program to its end. */
export async function runBuilt(name, { env, args = [], show = false }) {
  const child = startNode([built(name), ...args], {
    env,
    stdio: ['ignore', show ? 'inherit' : 'ignore', show ? 'inherit' : 'pipe'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk) => (complaint += chunk));
  const code = await new Promise((resolve) =>
    child.on('close', (status, signal) => resolve(status ?? (signal ? 1 : 0))),
  );
  if (code !== 0 && !show) throw new Problem(firstSentence(complaint) || `${name} failed.`);
  return code;
}

/**
 * The whole product in one process: API, web client and worker.
 * @param {object} options
 * @param {{ PORT?: string | number } & object} options.env
 * @param {string} options.log where its log lines go
 * @param {boolean} [options.secure]
 * @param {string} [options.entry]
 * @param {(product: Product) => void} [options.onStart] told of the process at once, to stop it also when it never gets ready
 * @returns {Promise<Product>} once it is ready
 *
 * @typedef {object} Product
 * @property {number | undefined} pid
 * @property {Promise<unknown>} ended
 * @property {() => string} why it ended
 * @property {() => Promise<void>} stop
 */
export async function startProduct({ env, log, secure = false, entry = 'all-in-one.js', onStart = () => undefined }) {
  keepShort(log);
  const file = openSync(log, 'a', 0o600);
  const before = fstatSync(file).size;
  const child = startNode([YOUNG, built(entry)], { env, stdio: ['ignore', file, 'pipe'] });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk) => (complaint = (complaint + chunk).slice(-20_000)));
  closeSync(file);
  let isOver = false;
  /** @type {string | null | undefined} */
  let killedBy;
  const ended = new Promise((resolve) =>
    child.on('close', (_, signal) => {
      [isOver, killedBy] = [true, signal];
      resolve(true);
    }),
  );
  const why = () =>
    (killedBy && `it was ended by ${killedBy}`) ||
    firstSentence(complaint) ||
    lastError(log, before) ||
    'the program ended without saying why';
  const product = { pid: child.pid, ended, why, stop: () => stop(child.pid, 'SIGTERM', 15_000) };
  onStart(product);
  await untilReady({ port: env.PORT, secure, isOver: () => isOver, why, log });
  return product;
}

async function untilReady({ port, secure, isOver, why, log }) {
  for (const until = Date.now() + 120_000; ; await pause(100)) {
    if (isOver()) throw new Problem(`The program did not start: ${why()} (its log: ${log})`);
    if (await isReady(port, secure)) return;
    if (Date.now() > until) throw new Problem(`The program was not ready within two minutes; its log is ${log}.`);
  }
}

function isReady(port, secure) {
  return new Promise((resolve) => {
    const ask = secure ? httpsRequest : httpRequest;
    const question = ask(
      { host: '127.0.0.1', port, path: '/health/ready', rejectUnauthorized: false, timeout: 2000 },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      },
    );
    question.on('timeout', () => question.destroy());
    question.on('error', () => resolve(false));
    question.end();
  });
}

/** The program says what is wrong in its first line; of a stack trace only the message is of use. */
function firstSentence(text) {
  const line = text
    .split('\n')
    .map((part) => part.trim())
    .find((part) => part && !/^at |^\(node:|^file:|^\(Use `node/.test(part));
  return line?.replace(/^\w*Error: /, '') ?? '';
}

/** Of this start: what is before is another's. */
function lastError(log, before) {
  const line = readFileSync(log)
    .subarray(before)
    .toString('utf8')
    .trim()
    .split('\n')
    .reverse()
    .find((text) => /"level":(50|60)/.test(text));
  try {
    return JSON.parse(line ?? '').msg ?? '';
  } catch {
    return '';
  }
}
