// `npm test [-- --only stage,stage]`: everything there is to check, one line for each stage, a sum at the end.
import { parseArgs } from 'node:util';
import { Problem, runScript, say, seconds } from './lib/print.mjs';
import { atTheEnd, stopRunning } from './lib/processes.mjs';
import { STAGES } from './lib/stages.mjs';
import { installMissing } from './lib/system-packages.mjs';
import { testDatabase } from './lib/test-database.mjs';

const NEED_DATABASE = ['integration', 'tables', 'features', 'e2e'];
const SHOWN_CHARACTERS = 20_000;

function wantedStages() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = values.only?.split(',') ?? Object.keys(STAGES);
  const unknown = names.find((name) => !(name in STAGES));
  if (unknown) throw new Problem(`There is no stage ${unknown}; there are ${Object.keys(STAGES).join(', ')}.`);
  return names;
}

async function runStages(names, env) {
  const total = { passed: 0, failed: 0 };
  for (const name of names) {
    const began = Date.now();
    const { passed, failed, output } = await STAGES[name](env);
    total.passed += passed;
    total.failed += failed;
    say(
      `${failed === 0 ? '✔' : '✘'} ${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed  ${seconds(began).padStart(8)}`,
    );
    if (failed > 0) say(`${output.trim().slice(-SHOWN_CHARACTERS).replaceAll(/^/gm, '    ')}\n`);
  }
  return total;
}

await runScript(async () => {
  const names = wantedStages();
  const missing = names.some((name) => NEED_DATABASE.includes(name)) ? installMissing(say) : [];
  if (missing.length > 0)
    say(`Not installed, and not ours to install: ${missing.join(', ')}. The tests that need them will fail.`);
  const database = names.some((name) => NEED_DATABASE.includes(name)) ? await testDatabase() : undefined;
  database?.notes.forEach((note) => say(note));
  const stopAll = async () => {
    stopRunning();
    await database?.stop();
  };
  atTheEnd(async () => {
    await stopAll();
    process.exit(130);
  });
  const { passed, failed } = await runStages(names, database ? { DATABASE_URL: database.url } : {}).finally(stopAll);
  say(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
});
