/** `npm run openapi [-- file]`: writes the contract of the built API; needs no database. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

const program = new URL('../dist/src/openapi.js', import.meta.url);
if (!existsSync(program)) {
  console.error('The program is not built: run `npm run build:api` first.');
  process.exit(1);
}
const { contract } = await import(program.href);
const text = `${JSON.stringify(await contract(), undefined, 2)}\n`;
const [file] = process.argv.slice(2);
if (file) await writeFile(file, text);
else process.stdout.write(text);
