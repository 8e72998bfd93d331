import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const { DIRECTION } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as { DIRECTION: readonly string[] };
const planted = new Set<string>();
const folders: string[] = [];

interface Named {
  readonly name: string;
}

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly rule: Named; readonly to: string }[];
    readonly ruleSetUsed: { readonly forbidden: readonly Named[] };
  };
}

/** A small tree whose files import what they are given, and what the rules say about it. */
function judge(tree: Record<string, readonly string[]>): string[] {
  return [...new Set(cruise(plant(tree)).violations.map(({ rule }) => rule.name))].sort();
}

function plant(tree: Record<string, readonly string[]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bamin-boundaries-'));
  folders.push(folder);
  for (const [path, imports] of Object.entries(tree)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(
      join(folder, path),
      [...imports.map((name, index) => `import * as x${index} from '${name}';`), 'export const it = 1;', ''].join('\n'),
    );
  }
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(folder, 'web', 'src'), { recursive: true });
  return folder;
}

function cruise(folder: string): Report['summary'] {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = ['--config', join(ROOT, '.dependency-cruiser.mjs'), '--output-type', 'json', 'src', 'web/src'];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return (JSON.parse(stdout) as Report).summary;
}

const VIOLATIONS: readonly [rule: string, from: string, to: string][] = [
  ['context-private', 'src/apples/application/pick.ts', 'src/pears/domain/pear.ts'],
  ['context-private', 'src/apples/application/pick.ts', 'src/pears/pears.module.ts'],
  ['module-imports-modules', 'src/apples/apples.module.ts', 'src/pears/domain/pear.ts'],
  ['domain-is-pure', 'src/apples/domain/apple.ts', 'node:fs'],
  ['domain-is-pure', 'src/apples/domain/apple.ts', 'src/platform/persistence/database.ts'],
  ['domain-is-pure', 'src/apples/domain/apple.ts', 'src/apples/application/pick.ts'],
  ['feeds-are-pure', 'src/apples/feeds/harvest.ts', 'node:fs'],
  ['feeds-are-pure', 'src/apples/feeds/harvest.ts', 'src/platform/persistence/database.ts'],
  ['feeds-are-pure', 'src/apples/feeds/harvest.ts', 'src/platform/tabular/text-table.ts'],
  ['feeds-are-pure', 'src/apples/feeds/harvest.ts', 'src/apples/application/pick.ts'],
  ['application-knows-no-adapter', 'src/apples/application/pick.ts', 'src/apples/infrastructure/orchard.ts'],
  ['application-knows-no-adapter', 'src/apples/application/pick.ts', 'src/apples/http/apples.controller.ts'],
  ['http-knows-no-adapter', 'src/apples/http/apples.controller.ts', 'src/apples/infrastructure/orchard.ts'],
  ['commands-carry-facts', 'src/apples/application/pick.ts', 'src/platform/authorization/ability.ts'],
  ['commands-carry-facts', 'src/apples/queries/apples.ts', 'src/platform/authorization/ability.ts'],
  ['contracts-import-nothing', 'src/apples/contracts/apple-lookup.ts', 'src/apples/domain/apple.ts'],
  ['platform-knows-no-context', 'src/platform/http/filter.ts', 'src/apples/contracts/apple-lookup.ts'],
  ['web-and-src-apart', 'web/src/app/ui/badge.ts', 'src/apples/contracts/apple-lookup.ts'],
  ['web-and-src-apart', 'src/platform/http/page.ts', 'web/src/app/ui/badge.ts'],
  ['role-areas-apart', 'web/src/app/picker/basket.ts', 'web/src/app/eater/plate.ts'],
  ['administrations-apart', 'web/src/app/admin/orchard/trees.ts', 'web/src/app/admin/market/stalls.ts'],
  ['shared-knows-no-area', 'web/src/app/ui/badge.ts', 'web/src/app/picker/basket.ts'],
];

const reach = (from: string, to: string) =>
  to.startsWith('node:')
    ? to
    : `${'../'.repeat(from.split('/').length - 1)}${to.replace(/\.ts$/, from.startsWith('src') ? '.js' : '')}`;

jest.setTimeout(60_000);

describe('The boundaries', () => {
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it.each(VIOLATIONS)('%s: refuses %s importing %s', (rule, from, to) => {
    planted.add(rule);
    const tree = { [from]: [reach(from, to)], ...(to.startsWith('node:') ? {} : { [to]: [] }) };
    expect(judge(tree)).toContain(rule);
  });

  it.each(DIRECTION.slice(0, -1))('%s asks nobody after it', (context) => {
    const rule = `${context}-asks-nobody-after-it`;
    planted.add(rule);
    const [asking, after] = [`src/${context}/${context}.module.ts`, DIRECTION.slice(DIRECTION.indexOf(context) + 1)];
    const asked = after.flatMap((lower) => [`src/${lower}/contracts/its-lookup.ts`, `src/${lower}/${lower}.module.ts`]);
    const heard = after.flatMap((lower) => ['events', 'notices'].map((file) => `src/${lower}/contracts/${file}.ts`));
    const tree = Object.fromEntries([...asked, ...heard].map((path): [string, string[]] => [path, []]));
    const { violations } = cruise(
      plant({ ...tree, [asking]: [...asked, ...heard].map((path) => reach(asking, path)) }),
    );
    expect(violations.map(({ rule: { name }, to }) => `${name}: ${to}`).sort()).toEqual(
      asked.map((path) => `${rule}: ${path}`).sort(),
    );
  });

  it('give every context its place among those who ask and are asked', () => {
    const contexts = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'platform')
      .map(({ name }) => name);
    expect([...DIRECTION].sort()).toEqual(contexts.sort());
  });

  it('let everybody hear events and notices, which therefore ask nothing', async () => {
    const files = globSync('src/*/contracts/{events,notices}.ts', { cwd: ROOT });
    const said = await Promise.all(files.map((path) => import(join(ROOT, path)) as Promise<object>));
    const classes = said.flatMap((file) => Object.values(file)).filter((it) => String(it).startsWith('class'));
    expect([files.length > 3, classes]).toEqual([true, []]);
  });

  it('no-circular: refuses two files that import each other', () => {
    planted.add('no-circular');
    expect(judge({ 'src/apples/domain/apple.ts': ['./core.js'], 'src/apples/domain/core.ts': ['./apple.js'] })).toEqual(
      ['no-circular'],
    );
  });

  it('not-to-unresolvable: refuses an import that leads nowhere, which no other rule could judge', () => {
    planted.add('not-to-unresolvable');
    expect(judge({ 'src/apples/application/pick.ts': ['../domain/gone.js'] })).toEqual(['not-to-unresolvable']);
  });

  it('let a well-built context and its page be', () => {
    expect(
      judge({
        'src/platform/kernel/clock.ts': [],
        'src/pears/contracts/pear-lookup.ts': ['../../platform/kernel/clock.js'],
        'src/apples/contracts/apple-lookup.ts': ['../../pears/contracts/pear-lookup.js'],
        'src/apples/domain/apple.ts': ['../../platform/kernel/clock.js', '../contracts/apple-lookup.js'],
        'src/apples/application/pick.ts': ['../domain/apple.js', '../../pears/contracts/pear-lookup.js'],
        'src/apples/infrastructure/orchard.ts': ['../application/pick.js', '../domain/apple.js'],
        'src/apples/http/apples.controller.ts': ['../application/pick.js'],
        'src/pears/pears.module.ts': ['./contracts/pear-lookup.js'],
        'src/apples/apples.module.ts': [
          './infrastructure/orchard.js',
          './http/apples.controller.js',
          '../pears/pears.module.js',
        ],
        'web/src/app/ui/badge.ts': [],
        'web/src/app/picker/basket.ts': ['../ui/badge'],
        'web/src/app/admin/orchard/trees.ts': ['../../session/account'],
        'web/src/app/session/account.ts': ['../ui/badge'],
      }),
    ).toEqual([]);
  });

  it('have no rule that nothing was planted for', () => {
    const { forbidden } = cruise(folders[0]!).ruleSetUsed;
    expect(forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });
});
