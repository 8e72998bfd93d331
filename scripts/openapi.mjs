/**
 * `npm run openapi`: the contract of the built API (docs/openapi.json) and the web client's types made from it. Needs no database.
 * With a file, only the contract, written there: `node scripts/openapi.mjs /tmp/openapi.json`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

const TYPES = 'web/src/app/api/schema.ts';
const GENERATOR = 'node_modules/openapi-typescript/bin/cli.js';

const program = new URL('../dist/src/openapi.js', import.meta.url);
if (!existsSync(program)) {
  console.error('The program is not built: run `npm run build:api` first.');
  process.exit(1);
}
const { contract } = await import(program.href);
const [elsewhere] = process.argv.slice(2);
const file = elsewhere ?? 'docs/openapi.json';
await writeFile(file, `${JSON.stringify(await contract(), undefined, 2)}\n`);

if (!elsewhere) {
  // The first line keeps the linter out of what is generated.
  const [first] = readFileSync(TYPES, 'utf8').split('\n');
  await writeFile(TYPES, `${first}\n${execFileSync(process.execPath, [GENERATOR, file], { encoding: 'utf8' })}`);
}
