import { describe, expect, it } from '@jest/globals';
import { wrongIn } from './what-lint-says.js';

const FORMS = [
  'await request.file();',
  'for await (const part of request.parts({ limits: { files: 1 } })) void part;',
  'for await (const file of this.request.files()) void file;',
  'await request.saveRequestFiles();',
  'await request.formData();',
];
const TIMES = ['Date.now();', 'new Date();'];

/** The lines that lint refuses there. */
function refusedIn(file: string): string[] {
  const lines = [...FORMS, ...TIMES];
  return wrongIn(lines.join('\n'), file).map(({ line }) => lines[line - 1]!);
}

describe('On the server', () => {
  it('a form that arrives is read by one file, and what time it is said by another', () => {
    expect(refusedIn('src/apples/http/apples.controller.ts')).toEqual([...FORMS, ...TIMES]);
    expect(refusedIn('src/platform/http/arriving-form.ts')).toEqual(TIMES);
    expect(refusedIn('src/platform/kernel/clock.ts')).toEqual(FORMS);
  });
});
