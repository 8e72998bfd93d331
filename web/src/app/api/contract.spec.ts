/// <reference types="node" />
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The first line is ours: it keeps the linter out of what is generated. */
const withoutFirstLine = (text: string) => text.slice(text.indexOf('\n') + 1);

describe('The types of the API', () => {
  it('are those of docs/openapi.json', () => {
    const generated = execFileSync(
      process.execPath,
      ['node_modules/openapi-typescript/bin/cli.js', 'docs/openapi.json'],
      { encoding: 'utf8' },
    );
    expect(withoutFirstLine(readFileSync('web/src/app/api/schema.ts', 'utf8'))).toBe(generated);
  });
});
