import { execFileSync } from 'node:child_process';

const RULES = ['no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax'];

/** Lints one file that does not exist, by the rules that hold where it would stand. ESLint loads its own configuration in a process of its own. */
export function wrongIn(code: string, file: string): { rule: string; line: number }[] {
  const program = `
    import { ESLint, Linter } from 'eslint';
    import { parser } from 'typescript-eslint';
    const { rules } = await new ESLint().calculateConfigForFile(${JSON.stringify(file)});
    const held = Object.fromEntries(${JSON.stringify(RULES)}.map((name) => [name, rules[name] ?? 'off']));
    const found = new Linter().verify(${JSON.stringify(code)}, { languageOptions: { parser }, rules: held });
    console.log(JSON.stringify(found.map(({ ruleId: rule, line }) => ({ rule, line }))));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}
