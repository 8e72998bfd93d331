// @ts-check
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/processes.mjs';

/**
 * @typedef {object} Area
 * @property {string} folder as it is printed, and asked for
 * @property {string[]} files that are mutated
 * @property {number} least percent of their mutants that a spec must notice
 * @property {string[]} specs globs of the specs that may notice; of these, those that reach the mutated file
 * @property {boolean} [database] whether its specs need PostgreSQL: file by file then, as each takes its time
 */

/** Specs over the whole program (docs, boundaries, every route) load all of it and say little about one rule. */
const UNIT = [
  'src/**/*.spec.ts',
  'test/token/*.spec.ts',
  'test/{checkpoint,health-verdict,identity,organization,platform}/*.spec.ts',
];
const WORDS = 'src/*/domain/errors.ts';

/** Rules are held to more than what carries them about. Contexts are read from the folder names, never typed. @returns {Area[]} */
export function areas() {
  return [
    ...globSync('src/*/domain', { cwd: ROOT })
      .sort()
      .map((folder) => ({ folder, files: sourcesIn(folder), least: 90, specs: UNIT })),
    { folder: WORDS, files: globSync(WORDS, { cwd: ROOT }).sort(), least: 90, specs: ['test/error-codes.spec.ts'] },
    ...['src/health-verdict/token', 'src/health-verdict/presentation']
      .filter((folder) => existsSync(join(ROOT, folder)))
      .map((folder) => ({ folder, files: sourcesIn(folder), least: 90, specs: UNIT })),
    withDatabase('src/platform/authorization', ['{scope,http}.int-spec.ts']),
    withDatabase('src/platform/messaging', ['{outbox,projections,queue-away,reactions,sweeps}.int-spec.ts']),
  ];
}

/** @param {string} folder @param {string[]} specs */
function withDatabase(folder, specs) {
  const named = specs.map((spec) => `test/platform/${spec}`);
  return { folder, files: sourcesIn(folder), least: 80, specs: [...UNIT, ...named], database: true };
}

/** @param {string} folder */
function sourcesIn(folder) {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT })
    .filter((file) => !/[.-](int-)?spec\.ts$/.test(file) && !file.endsWith('/domain/errors.ts'))
    .sort();
}
