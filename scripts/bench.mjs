// `npm run bench -- <name>`: runs scripts/bench/<name>.mjs; each prints one line of JSON.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem, runScript } from './lib/print.mjs';
import { ROOT } from './lib/processes.mjs';

const FOLDER = join(ROOT, 'scripts', 'bench');

await runScript(async () => {
  const names = existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => name.slice(0, -4))
    : [];
  const [name] = process.argv.splice(2, 1);
  if (!names.includes(name))
    throw new Problem(`Say which benchmark: npm run bench -- ${names.join(' | ') || '(there is none yet)'}`);
  await import(pathToFileURL(join(FOLDER, `${name}.mjs`)).href);
});
