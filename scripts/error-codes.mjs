// `npm run error-codes`: writes docs/error-codes.md from the errors that the built program defines.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/processes.mjs';

await import(join(ROOT, 'dist', 'src', 'app.module.js'));
const { errorCodesPage } = await import(join(ROOT, 'dist', 'src', 'platform', 'http', 'error-codes-page.js'));
writeFileSync(join(ROOT, 'docs', 'error-codes.md'), errorCodesPage());
