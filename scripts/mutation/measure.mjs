// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/processes.mjs';

/** @typedef {import('./areas.mjs').Area} Area */
/** @typedef {import('@stryker-mutator/api/core').MutantResult} MutantResult */
/** @typedef {{ noticed: number, unnoticed: number }} Count */

export const REPORTS = join(ROOT, 'dist', 'mutation');
const WORDS = join(import.meta.dirname, 'words.mjs');
const PROPERTIES = join(import.meta.dirname, 'properties.mjs');
/** A runtime error is a spec that does not even load: what it makes first already fails. */
const NOTICED = ['Killed', 'Timeout', 'RuntimeError'];
const UNNOTICED = ['Survived', 'NoCoverage'];
/** Modules that were loaded once stay in memory: a new process now and then. */
const RUNS_PER_PROCESS = 25;
const MEGABYTES_PER_PROCESS = 1500;
/** Beyond one and a half times what the specs take: whoever waits so long waits for ever. What only computes is awaited for less. */
const PATIENCE_MS = 10_000;
const PATIENCE_WITH_LOOPS_MS = 4_000;

/**
 * Changes one file in one place after the other and counts how often a spec fails for it. What a spec noticed is remembered while
 * neither the source nor that spec changes; what none noticed is tried again.
 * @param {Area} area @param {string} file
 * @returns {Promise<Count>}
 */
export async function measure(area, file) {
  const results = await mutate(area, file);
  const count = (/** @type {string[]} */ statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const survivors = results.filter(({ status }) => UNNOTICED.includes(status)).map(described);
  writeFileSync(join(REPORTS, `${nameOf(file)}.txt`), survivors.map((survivor) => `${survivor}\n`).join(''));
  return { noticed: count(NOTICED), unnoticed: count(UNNOTICED) };
}

/** @param {Area} area @param {string} file @returns {Promise<readonly MutantResult[]>} */
async function mutate(area, file) {
  const { Stryker } = await import('@stryker-mutator/core');
  const kept = join(REPORTS, 'kept', `${nameOf(file)}.json`);
  mkdirSync(join(REPORTS, 'kept'), { recursive: true });
  forgetUnnoticed(kept);
  const options = /** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */ ({
    mutate: [file],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner', WORDS],
    ignorers: ['words'],
    testRunnerNodeArgs: [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${MEGABYTES_PER_PROCESS}`,
    ],
    maxTestRunnerReuse: RUNS_PER_PROCESS,
    jest: {
      // A spec that is named alone may load by a pattern what it tries.
      enableFindRelatedTests: area.specs(file).some((glob) => glob.includes('*')),
      configFile: area.database ? 'jest.integration.config.mjs' : 'jest.config.mjs',
      config: {
        testMatch: area.specs(file).map((glob) => `**/${glob}`),
        testTimeout: PATIENCE_MS,
        setupFiles: [PROPERTIES],
      },
    },
    coverageAnalysis: 'perTest',
    // Each spec makes a database of its own, and most of its time it waits for it.
    concurrency: area.database ? 2 : 1,
    incremental: true,
    incrementalFile: kept,
    tempDirName: join('dist', '.stryker'),
    ignorePatterns: ['dist', '.data', '.angular'],
    disableTypeChecks: false,
    timeoutMS: area.database ? PATIENCE_MS : PATIENCE_WITH_LOOPS_MS,
    reporters: process.stdout.isTTY ? ['html', 'progress'] : ['html'],
    htmlReporter: { fileName: join(REPORTS, `${nameOf(file)}.html`) },
    logLevel: 'warn',
    allowEmpty: true,
    warnings: false,
  });
  return new Stryker(options).runMutationTest().catch((error) => {
    if (existsSync(kept)) rmSync(kept);
    throw error;
  });
}

/**
 * Stryker does not see that a new spec covers what a module does once, when it is loaded (a table of words): it would stay unnoticed
 * for ever.
 * @param {string} kept
 */
function forgetUnnoticed(kept) {
  if (!existsSync(kept)) return;
  const report = JSON.parse(readFileSync(kept, 'utf8'));
  for (const file of Object.values(report.files))
    file.mutants = file.mutants.filter((/** @type {MutantResult} */ { status }) => !UNNOTICED.includes(status));
  writeFileSync(kept, JSON.stringify(report));
}

/** @param {MutantResult} mutant */
function described({ fileName, location: { start, end }, mutatorName, replacement = '', status }) {
  const lines = readFileSync(fileName, 'utf8').split('\n');
  const was = lines.slice(start.line - 1, end.line);
  was[was.length - 1] = was.at(-1)?.slice(0, end.column - 1) ?? '';
  was[0] = was[0]?.slice(start.column - 1) ?? '';
  const place = `${fileName.replace(`${ROOT}/`, '')}:${start.line}:${start.column}`;
  return `${status.padEnd(10)} ${place}  ${mutatorName}\n  - ${was.join('\n    ')}\n  + ${replacement.replaceAll('\n', '\n    ')}`;
}

const nameOf = (/** @type {string} */ file) => file.replaceAll('/', '-');
