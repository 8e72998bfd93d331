import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../src/app.module.js';
import { errorDefinitions } from '../src/platform/kernel/domain-error.js';
import { errorCodesPage } from '../src/platform/http/error-codes-page.js';

describe('docs/error-codes.md', () => {
  it('lists every code of the program (npm run error-codes writes it anew)', () => {
    expect(readFileSync(join(import.meta.dirname, '..', 'docs', 'error-codes.md'), 'utf8')).toBe(errorCodesPage());
  });

  it('name no time where the answer says how long to wait: the notice counts it down', () => {
    const timed = errorDefinitions().filter(
      ({ kind, title }) => kind === 'too-many' && /\d+ ?(分|秒|min|s)/.test(title.zh + title.en),
    );
    expect(timed).toEqual([]);
  });
});
