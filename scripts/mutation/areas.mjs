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

/** Compares the table of errors with its page, which takes the whole program. */
const OF_ERRORS = ['test/error-codes.spec.ts'];
/** Without the fuzz: it asks a second verifier of each mutant, too, and takes ten seconds for what the published vectors say in one. */
const OF_TOKENS = ['src/health-verdict/token/*.spec.ts', 'test/token/{issued,presentation,vectors}.spec.ts'];
/** A question asked of rows and of objects alike; everything else has specs beside it. */
const OF_SCOPES = ['ability', 'conditions', 'scope'];
const OF_MESSAGING = ['test/platform/{outbox,projections,partitioned-projection,failed-reactions,sweeps}.int-spec.ts'];
/** What only a queue shows takes seconds a time: asked of these files alone. */
const OF_QUEUES = ['queues', 'pump', 'reactions', 'reconciler', 'settle', 'expect-redis'];

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
    withDatabase('src/platform/authorization', (file) =>
      OF_SCOPES.includes(basename(file, '.ts')) ? ['test/platform/scope.int-spec.ts'] : [],
    ),
    withDatabase('src/platform/messaging', (file) =>
      OF_QUEUES.includes(basename(file, '.ts'))
        ? [...OF_MESSAGING, 'test/platform/reactions.int-spec.ts']
        : OF_MESSAGING,
    ),
  ];
}

/** @param {string} folder @param {(file: string) => string[]} specs on the real PostgreSQL, beside the unit specs of the folder */
function withDatabase(folder, specs) {
  return {
    folder,
    files: sourcesIn(folder),
    least: 80,
    specs: (/** @type {string} */ file) => [`${folder}/*.spec.ts`, ...specs(file)],
    database: true,
  };
}

/** @param {string} folder */
function sourcesIn(folder) {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT })
    .filter((file) => !/[.-](int-)?spec\.ts$/.test(file))
    .sort();
}
