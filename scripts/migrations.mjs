/** `npm run migrations`: brings the database at DATABASE_URL to the state this version needs. */
import { existsSync } from 'node:fs';

const program = new URL('../dist/src/migrate.js', import.meta.url);
if (!existsSync(program)) {
  console.error('The program is not built: run `npm run build:api` first.');
  process.exit(1);
}
await import(program.href);
