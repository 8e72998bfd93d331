import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodesPage } from '../src/platform/http/error-codes-page.js';

const ROOT = join(import.meta.dirname, '..');

/** What test/error-codes.spec.ts asks of the whole program, which takes long to load: asked of what the rules refuse by, one context after the other. */
describe.each(globSync('src/*/domain/errors.ts', { cwd: ROOT }))('%s', (file) => {
  it('defines nothing that docs/error-codes.md says otherwise', async () => {
    const page = readFileSync(join(ROOT, 'docs', 'error-codes.md'), 'utf8').split('\n');
    const before = errorCodesPage().split('\n').length;
    await import(join(ROOT, file));
    const defined = errorCodesPage().split('\n');
    expect(defined.length).toBeGreaterThan(before);
    expect(defined.filter((line) => !page.includes(line))).toEqual([]);
  });
});
