import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** Where the scale's first colours may be called by name: their paints and signs, and the colours that web specs are fed. */
const MAY = ['web/src/app/ui/colours.ts', 'web/src/app/testing/colours.ts'];

/** A key as a program would write it: a text, a property of its own, or a class of a style sheet. */
function keysIn(text: string, keys: readonly string[]): string[] {
  const written = new RegExp(`(['"\`])(${keys.join('|')})\\1|[.](${keys.join('|')})\\b(?=\\s*[{,:)])`, 'g');
  return [...text.matchAll(written)].map(([found]) => found);
}

describe('Colours of verdicts', () => {
  const seeded = readFileSync(join(ROOT, 'migrations', '0065_health_verdict_colours.sql'), 'utf8');
  const keys = [...seeded.matchAll(/\('([a-z]+)', \d+, '\{"zh"/g)].map(([, key]) => key!);

  it('are called by name in the seed alone: the program, the pages and their styles know none', () => {
    expect(keys).toEqual(['green', 'orange']);
    const files = globSync('{src,web/src}/**/*.{ts,html,scss}', { cwd: ROOT }).filter(
      (file) => !file.includes('spec.ts') && !file.endsWith('api/schema.ts') && !MAY.includes(file),
    );
    expect(files.length).toBeGreaterThan(200);
    const named = files.flatMap((file) =>
      keysIn(readFileSync(join(ROOT, file), 'utf8'), keys).map((found) => `${file}: ${found}`),
    );
    expect(named).toEqual([]);
  });

  it.each([
    [`if (view.colour === 'green')`, [`'green'`]],
    ['article.orange {', ['.orange']],
    ['<mat-option value="green">', ['"green"']],
    ['color: var(--bm-green); $palette: mat.$orange-palette;', []],
  ])('are found in %s', (text, found) => {
    expect(keysIn(text, ['green', 'orange'])).toEqual(found);
  });
});
