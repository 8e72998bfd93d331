import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../src/app.module.js';
import { errorCodesPage } from '../src/platform/http/error-codes-page.js';

describe('docs/error-codes.md', () => {
  it('lists every code of the program (npm run error-codes writes it anew)', () => {
    expect(readFileSync(join(import.meta.dirname, '..', 'docs', 'error-codes.md'), 'utf8')).toBe(errorCodesPage());
  });
});
