import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../src/app.module.js';
import '../src/platform/http/http-application.js';
import { rowProblems } from '../src/health-verdict/domain/errors.js';
import { errorDefinitions } from '../src/platform/kernel/domain-error.js';
import { errorCodesPage } from '../src/platform/http/error-codes-page.js';

describe('docs/error-codes.md', () => {
  it('lists every code of the program (npm run error-codes writes it anew)', () => {
    expect(readFileSync(join(import.meta.dirname, '..', 'docs', 'error-codes.md'), 'utf8')).toBe(errorCodesPage());
  });

  it('has the code of every error that is defined anywhere, and of no other is any problem made', () => {
    const src = join(import.meta.dirname, '..', 'src');
    const sources = globSync('**/*.ts', { cwd: src, exclude: ['**/*.spec.ts'] }).map((name) =>
      readFileSync(join(src, name), 'utf8'),
    );
    const defined = sources.flatMap((text) =>
      [...text.matchAll(/\bdefineError\(\s*['"`]([^'"`$]+)['"`]/g)].map(([, code]) => code),
    );
    const named = sources.flatMap((text) =>
      [...text.matchAll(/'([A-Z]+(?:_[A-Z]+)*\.[A-Z_]+)'/g)].map(([, code]) => code),
    );
    // Rows of a file have problems of their own, which are no answers.
    const listed = new Set([...errorDefinitions().map(({ code }) => code), ...Object.keys(rowProblems)]);
    expect(defined.length).toBeGreaterThan(100);
    expect([...new Set([...defined, ...named])].filter((code) => !listed.has(code!))).toEqual([]);
  });

  it('name no time where the answer says how long to wait: the notice counts it down', () => {
    const timed = errorDefinitions().filter(
      ({ kind, title }) => kind === 'too-many' && /\d+ ?(分|秒|min|s)/.test(title.zh + title.en),
    );
    expect(timed).toEqual([]);
  });
});
