// `npm run error-codes`: writes docs/error-codes.md from the errors that the built program defines.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/processes.mjs';

for (const part of [['app.module.js'], ['platform', 'http', 'http-application.js']])
  await import(join(ROOT, 'dist', 'src', ...part));
const { errorCodesPage } = await import(join(ROOT, 'dist', 'src', 'platform', 'http', 'error-codes-page.js'));
writeFileSync(join(ROOT, 'docs', 'error-codes.md'), errorCodesPage());
