import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';

const RULES = ['no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax'];

/** Lints one file that does not exist, by the rules that hold where it would stand. ESLint loads its own configuration in a process of its own. */
function wrongIn(code: string, file: string): string[] {
  const program = `
    import { ESLint, Linter } from 'eslint';
    import { parser } from 'typescript-eslint';
    const { rules } = await new ESLint().calculateConfigForFile(${JSON.stringify(file)});
    const held = Object.fromEntries(${JSON.stringify(RULES)}.map((name) => [name, rules[name] ?? 'off']));
    const found = new Linter().verify(${JSON.stringify(code)}, { languageOptions: { parser }, rules: held });
    console.log(JSON.stringify(found.map(({ ruleId }) => ruleId)));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

const BY_HAND = `
  import { HttpClient } from '@angular/common/http';
  export const mine = async (api, http) => {
    void fetch('/api/me');
    return (await api.call('GET /api/me')) as { name: string };
  };`;

describe('The web client', () => {
  it('asks the API only through its contract: no request and no shape of an answer is written by hand', () => {
    expect(wrongIn(BY_HAND, 'web/src/app/scanner/mine.ts').sort()).toEqual([...RULES].sort());
  });

  it('has one place where requests are made', () => {
    expect(wrongIn(BY_HAND, 'web/src/app/api/mine.ts')).toEqual([]);
  });
});
