// @ts-check
import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ROOT } from '../lib/processes.mjs';

/**
 * @typedef {object} Area
 * @property {string} folder as it is printed, and asked for
 * @property {string[]} files that are mutated, one after the other
 * @property {number} least percent of their mutants that a spec must notice
 * @property {(file: string) => string[]} specs globs of the specs that may notice; of these, those that reach the mutated file
 * @property {boolean} [database] whether its specs need PostgreSQL
 */

/** Compares the errors of the rules with their page. */
const OF_ERRORS = ['test/errors-of-the-rules.spec.ts'];
/** Without the fuzz: it asks a second verifier of each mutant, too, and takes ten seconds for what the published vectors say in one. */
const OF_TOKENS = ['src/health-verdict/token/*.spec.ts', 'test/token/{issued,presentation,vectors}.spec.ts'];
/** A question asked of rows and of objects alike; everything else has specs beside it. */
const OF_SCOPES = ['ability', 'conditions', 'scope'];
/**
 * What only a queue, a failure or a clock shows takes seconds a time: asked of these files alone. The first two need no more than the
 * spec beside them.
 * @type {Record<string, string[]>}
 */
const OF_MESSAGING = {
  problem: [],
  within: [],
  outbox: ['outbox'],
  parked: ['projections', 'failed-reactions'],
  'failed-reactions': ['failed-reactions'],
  'shadow-table': ['projections', 'partitioned-projection'],
  schedule: ['sweeps'],
  sweeps: ['sweeps'],
  pump: ['sweeps', 'failed-reactions'],
  queues: ['reactions'],
  'expect-redis': ['reactions'],
  settle: ['reactions'],
  reactions: ['failed-reactions', 'reactions'],
  reconciler: ['failed-reactions', 'reactions'],
};

/** Rules are held to more than what carries them about. Contexts are read from the folder names, never typed. @returns {Area[]} */
export function areas() {
  return [
    ...globSync('src/*/domain', { cwd: ROOT })
      .sort()
      .map((folder) => ({
        folder,
        files: sourcesIn(folder),
        least: 90,
        specs: (/** @type {string} */ file) =>
          file.endsWith('/errors.ts') ? OF_ERRORS : [`${dirname(folder)}/**/*.spec.ts`],
      })),
    {
      folder: 'src/health-verdict/token',
      files: sourcesIn('src/health-verdict/token'),
      least: 90,
      specs: () => OF_TOKENS,
    },
    withDatabase('src/platform/authorization', (name) => (OF_SCOPES.includes(name) ? ['scope'] : [])),
    withDatabase('src/platform/messaging', (name) => OF_MESSAGING[name] ?? ['projections']),
  ];
}

/** @param {string} folder @param {(name: string) => string[]} ofFile which specs on the real PostgreSQL, beside the unit specs of the folder */
function withDatabase(folder, ofFile) {
  return {
    folder,
    files: sourcesIn(folder),
    least: 80,
    specs: (/** @type {string} */ file) => [
      `${folder}/*.spec.ts`,
      ...ofFile(basename(file, '.ts')).map((name) => `test/platform/${name}.int-spec.ts`),
    ],
    database: true,
  };
}

/** @param {string} folder */
function sourcesIn(folder) {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT })
    .filter((file) => !/[.-](int-)?spec\.ts$/.test(file))
    .sort();
}
