// `npm run features [-- cucumber arguments]`: the features through HTTP with real sessions, on a database of their own.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildWhatChanged } from './lib/freshness.mjs';
import { Problem, runScript, say } from './lib/print.mjs';
import { atTheEnd, environment, NODE, ROOT } from './lib/processes.mjs';
import { testDatabase } from './lib/test-database.mjs';

const REPORT = join(ROOT, 'dist', 'features.json');

async function features(database) {
  const cucumber = join(ROOT, 'node_modules', '@cucumber', 'cucumber', 'bin', 'cucumber.js');
  const flags = [
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    '--import',
    './scripts/lib/compiled-src.mjs',
  ];
  const formats = ['--format', `json:${REPORT}`, '--format', 'summary'];
  const wanted = process.argv.slice(2);
  const paths = wanted.some((argument) => argument.includes('.feature')) ? [] : ['features/**/*.feature'];
  rmSync(REPORT, { force: true });
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const child = spawn(NODE, [...flags, cucumber, ...paths, '--import', 'features/**/*.ts', ...formats, ...wanted], {
    cwd: ROOT,
    env: environment({ DATABASE_URL: database }),
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  return { code, ...counts() };
}

/** An example passed when all its steps did. */
function counts() {
  if (!existsSync(REPORT)) throw new Problem('Cucumber ended without a report.');
  const examples = JSON.parse(readFileSync(REPORT, 'utf8'))
    .flatMap(({ elements }) => elements)
    .filter(({ type }) => type === 'scenario');
  const passed = examples.filter(({ steps }) => steps.every(({ result }) => result.status === 'passed')).length;
  return { passed, failed: examples.length - passed };
}

await runScript(async () => {
  await buildWhatChanged(['api'], () => say('Building the API …'));
  const database = await testDatabase();
  atTheEnd(async () => {
    await database.stop();
    process.exit(1);
  });
  const { code, passed, failed } = await features(database.url).finally(() => database.stop());
  if (passed + failed === 0) throw new Problem('There is no feature to run.');
  say(`${passed} passed, ${failed} failed`);
  process.exit(code === 0 && failed === 0 ? 0 : 1);
});
