// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/processes.mjs';

/** @typedef {import('./areas.mjs').Area} Area */
/** @typedef {import('@stryker-mutator/api/core').MutantResult} MutantResult */

export const REPORTS = join(ROOT, 'dist', 'mutation');
const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

/**
 * Changes the program in one place after the other and counts how often a spec fails for it. What a spec noticed is remembered while
 * neither the source nor that spec changes; what none noticed is tried again.
 * @param {Area} area
 * @returns {Promise<{ noticed: number, unnoticed: number, survivors: string }>}
 */
export async function measure(area) {
  const results = [];
  for (const files of area.database ? area.files.map((file) => [file]) : [area.files])
    results.push(...(await mutate(area, files)));
  const count = (/** @type {string[]} */ statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const survivors = results.filter(({ status }) => UNNOTICED.includes(status)).map(described);
  return { noticed: count(NOTICED), unnoticed: count(UNNOTICED), survivors: survivors.join('\n') };
}

/** @param {Area} area @param {string[]} files @returns {Promise<readonly MutantResult[]>} */
async function mutate(area, files) {
  const { Stryker } = await import('@stryker-mutator/core');
  const kept = join(REPORTS, 'kept', `${fileNameOf(area.database ? files[0] : area.folder)}.json`);
  mkdirSync(join(REPORTS, 'kept'), { recursive: true });
  forgetUnnoticed(kept);
  const options = /** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */ ({
    mutate: files,
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      configFile: area.database ? 'jest.integration.config.mjs' : 'jest.config.mjs',
      config: { testMatch: area.specs.map((glob) => `**/${glob}`) },
    },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    incremental: true,
    incrementalFile: kept,
    tempDirName: join('dist', '.stryker'),
    ignorePatterns: ['dist', '.data', '.angular'],
    disableTypeChecks: false,
    dryRunTimeoutMinutes: 30,
    timeoutMS: area.database ? 60_000 : 20_000,
    reporters: process.stdout.isTTY ? ['html', 'progress'] : ['html'],
    htmlReporter: { fileName: join(REPORTS, `${fileNameOf(area.folder)}.html`) },
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

/** @param {Area} area @param {string} survivors @returns {string} the file that tells them */
export function writeSurvivors({ folder }, survivors) {
  const file = join(REPORTS, `${fileNameOf(folder)}.txt`);
  writeFileSync(file, `${survivors}\n`);
  return file.replace(`${ROOT}/`, '');
}

const fileNameOf = (folder = '') => folder.replaceAll(/[/*]/g, '-');
