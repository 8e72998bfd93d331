// `npm run admin:create -- <mobile> <name>`: the first platform operator.
import { runBeside } from './lib/own-database.mjs';
import { runScript } from './lib/print.mjs';

await runScript(async () => process.exit(await runBeside('admin-create.js', process.argv.slice(2))));
