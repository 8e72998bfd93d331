import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppModule } from '../src/app.module.js';
import { readConfig } from '../src/platform/config/config.js';
import { Projects, type ProjectionOptions } from '../src/platform/messaging/projection.js';
import { ReactsTo } from '../src/platform/messaging/reaction.js';
import { TEST_ENVIRONMENT } from './environment.js';

const ROOT = join(import.meta.dirname, '..');
const page = readFileSync(join(ROOT, 'docs', 'events.md'), 'utf8');

describe('docs/events.md', () => {
  it('is what the source says (npm run events writes it anew)', async () => {
    const { eventsPage } = (await import(join(ROOT, 'scripts', 'events.mjs'))) as { eventsPage: () => string };
    expect(page).toBe(eventsPage());
  });

  it('names exactly the listeners that the program starts', () => {
    const [reacting, projecting] = [3, 4].map((column) =>
      rows()
        .flatMap((cells) => quoted(cells[column]!).map((name) => `${quoted(cells[0]!)[0]} ${name}`))
        .sort(),
    );
    expect(reacting).toEqual(
      registered<readonly string[]>(ReactsTo.KEY)
        .flatMap(([name, types]) => types.map((type) => `${type} ${name}`))
        .sort(),
    );
    expect(projecting).toEqual(
      registered<ProjectionOptions>(Projects.KEY)
        .flatMap(([name, { events }]) => events.map((type) => `${type} ${name}`))
        .sort(),
    );
  });

  it('has every event type that a contract publishes', async () => {
    const contracts = await Promise.all(
      globSync('src/*/contracts/*.ts', { cwd: ROOT })
        .filter((path) => !path.endsWith('spec.ts'))
        .map((path) => import(join(ROOT, path)) as Promise<object>),
    );
    const types = contracts
      .flatMap((contract) => Object.values(contract))
      .filter((it): it is string => typeof it === 'string' && /\.v\d+$/.test(it));
    expect(types).toContain('checkpoint.scan-recorded.v1');
    expect(
      rows()
        .map((cells) => quoted(cells[0]!)[0])
        .sort(),
    ).toEqual(types.sort());
  });
});

describe('docs/context-map.md and the READMEs of the contexts', () => {
  const published = rows().map((cells) => quoted(cells[0]!)[0]!);
  const inWords = (type: string) => type.split('.')[1]!.replaceAll('-', ' ').replace('sub account', 'sub-account');
  const map = readFileSync(join(ROOT, 'docs', 'context-map.md'), 'utf8');

  it('say of each context exactly what its contract publishes', () => {
    const said = map.split('\n').flatMap((line) => {
      const [, context, , events] = line.split('|').map((cell) => cell.trim());
      return events === undefined || context === 'context' || context!.startsWith('--')
        ? []
        : phrases(events).map((event) => `${context}: ${event}`);
    });
    expect(said.sort()).toEqual(published.map((type) => `${type.split('.')[0]}: ${inWords(type)}`).sort());
  });

  it('draw arrows for events that exist', () => {
    const drawn = [...map.matchAll(/-\. "(.*?)" \.->/g)].flatMap(([, label]) => phrases(label!));
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.filter((event) => !published.map(inWords).includes(event))).toEqual([]);
  });

  it('draw an arrow for every question that a context asks, and for no other', async () => {
    const drawn = [...map.matchAll(/^ +(\S+?)(?:\[.*?\])? -- "(.*?)" --> (\S+?)(?:\[.*?\])?$/gm)];
    const short = (context: string) => context.replace('health-verdict', 'verdict');
    expect(drawn.flatMap(([, from, label, to]) => phrases(label!).map((it) => `${from} ${it} ${to}`)).sort()).toEqual(
      (await asked()).map(({ answers, question, asks }) => `${short(answers)} ${question} ${short(asks)}`).sort(),
    );
  });

  it('name no type that does not exist', () => {
    const pages = globSync('{docs,src}/**/*.md', { cwd: ROOT }).filter((path) => path !== 'docs/events.md');
    const named = pages.flatMap((path) =>
      [
        ...readFileSync(join(ROOT, path), 'utf8').matchAll(
          /`((?:identity|organization|checkpoint|health-verdict|reporting)\.[a-z-]+\.v\d+)`/g,
        ),
      ].map(([, type]) => type!),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((type) => !published.includes(type))).toEqual([]);
  });
});

interface Asked {
  readonly answers: string;
  readonly question: string;
  readonly asks: string;
}

/** Abstract classes of a contract that another context imports; where it implements one, it is the one who answers. */
async function asked(): Promise<Asked[]> {
  const found = new Map<string, Asked>();
  const sources = globSync('src/*/**/*.ts', { cwd: ROOT }).filter((path) => !/(spec|module)\.ts$/.test(path));
  for (const path of sources) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const own = path.split('/')[1]!;
    for (const [owner, question] of await imported(text)) {
      if (owner === own) continue;
      const implemented = text.includes(`extends ${question} `);
      const [answers, asks] = implemented ? [own, owner] : [owner, own];
      found.set(`${answers} ${question} ${asks}`, { answers, question, asks });
    }
  }
  return [...found.values()];
}

async function imported(text: string): Promise<[owner: string, question: string][]> {
  const imports = [...text.matchAll(/^import \{([^}]*)\} from '[./]*\/([a-z-]+)\/contracts\/([a-z-]+)\.js';/gm)];
  const questions = imports.map(async ([, names, owner, file]): Promise<[string, string][]> => {
    const contract = (await import(join(ROOT, `src/${owner}/contracts/${file}.ts`))) as Record<string, unknown>;
    const classes = phrases(names!).filter((name) => String(contract[name]).startsWith('class'));
    return classes.map((name) => [owner!, name]);
  });
  return (await Promise.all(questions)).flat();
}

function phrases(text: string): string[] {
  return text
    .replaceAll(/\(.*?\)/g, '')
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '–');
}

/** Of the overview. */
function rows(): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ['))
    .map((line) => line.split(' | '));
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

/** Classes that the contexts' modules provide, with what they were decorated with: what the messaging discovers once the program runs. */
function registered<Options>(key: string): [name: string, options: Options][] {
  const { imports = [] } = AppModule.with(
    readConfig({ ...TEST_ENVIRONMENT, DATABASE_URL: 'postgres://nowhere/nothing' }),
  );
  const modules = imports.filter((it) => typeof it === 'function');
  const providers = modules
    .flatMap((it) => Reflect.getMetadata('providers', it) as unknown[])
    .filter((it) => typeof it === 'function');
  return providers.flatMap((it): [string, Options][] => {
    const options = Reflect.getMetadata(key, it) as Options | undefined;
    return options === undefined ? [] : [[it.name, options]];
  });
}
