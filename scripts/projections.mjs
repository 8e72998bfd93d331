// `npm run projections -- list | retry | rebuild`: what projections and reactions put aside, and the way back.
import { runBeside } from './lib/own-database.mjs';
import { runScript } from './lib/print.mjs';

await runScript(async () => process.exit(await runBeside('projections.js', process.argv.slice(2))));
