// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './freshness.mjs';
import { bin, NODE, ROOT, run } from './processes.mjs';

/** Each stage: `(env) => { passed, failed, output }`; output is shown when something failed. */
export const STAGES = {
  lint: () =>
    check(bin('eslint'), [
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'dist/.eslintcache',
      '--cache-strategy',
      'content',
    ]),
  format: () => check(bin('prettier'), ['--check', '--log-level', 'warn', '.']),
  types: async () =>
    sum(
      await check(bin('tsc'), ['--noEmit', '-p', 'test/tsconfig.json']),
      await check(bin('tsc'), ['--noEmit', '-p', 'scripts/tsconfig.json']),
      await check(bin('ngc'), ['--noEmit', '-p', 'tsconfig.web.json']),
    ),
  boundaries: () =>
    check(bin('depcruise'), ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src', 'web/src']),
  unit: async () => sum(await jest('jest.config.mjs'), await jest('jest.web.config.mjs')),
  integration: (env) => jest('jest.integration.config.mjs', env),
  build: async () => sum(asCheck(await build('api')), asCheck(await build('web'))),
  openapi: openApiDrift,
  tables: (env) => check(NODE, ['scripts/tables.mjs', '--check'], { env }),
  features: (env) => ownCount('features.mjs', env),
  e2e: (env) => ownCount('e2e.mjs', env),
};

const asCheck = ({ code, output }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output });

const sum = (...parts) => ({
  passed: parts.reduce((total, { passed }) => total + passed, 0),
  failed: parts.reduce((total, { failed }) => total + failed, 0),
  output: parts
    .filter(({ failed }) => failed > 0)
    .map(({ output }) => output)
    .join('\n'),
});

const check = async (command, args, options) => asCheck(await run(command, args, options));

/** A suite that cannot even be loaded counts as one failure. */
async function jest(config, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bamin-jest-'));
  const report = join(folder, 'report.json');
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--config',
    config,
    '--json',
    '--outputFile',
    report,
  ];
  const { code, output } = await run(
    NODE,
    [...args, '--testLocationInResults', '--silent=false', '--reporters=default'],
    { env },
  );
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  if (!result) return { passed: 0, failed: 1, output };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    output: failuresOf(result) || output,
  };
}

function failuresOf({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name, message }) => `${name.replace(`${ROOT}/`, '')}\n${message}`)
    .join('\n');
}

/** The committed contract, which others build on, is that of the program. */
async function openApiDrift() {
  const folder = mkdtempSync(join(tmpdir(), 'bamin-openapi-'));
  const fresh = join(folder, 'openapi.json');
  const { code, output } = await run(NODE, ['scripts/openapi.mjs', fresh]);
  const committed = join(ROOT, 'docs', 'openapi.json');
  const same = code === 0 && existsSync(committed) && readFileSync(committed, 'utf8') === readFileSync(fresh, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  const hint = 'docs/openapi.json is not the contract of this program; write it anew: npm run openapi';
  return { passed: same ? 1 : 0, failed: same ? 0 : 1, output: code === 0 ? hint : output };
}

/** Scripts that end with a line of their own: `N passed, N failed`. */
async function ownCount(script, env) {
  const { code, output } = await run(NODE, [join('scripts', script)], { env });
  const [, passed = 0, failed = 0] =
    /^(\d+) passed, (\d+) failed\s*$/m.exec(output.trim().split('\n').at(-1) ?? '') ?? [];
  const counted = { passed: Number(passed), failed: Number(failed), output };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
