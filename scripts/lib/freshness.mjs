// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from './print.mjs';
import { bin, NODE, ROOT, run } from './processes.mjs';

const COMMON = ['package-lock.json'];
const PARTS = {
  api: {
    inputs: [...COMMON, 'src', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'],
    result: 'dist/src/all-in-one.js',
    folder: 'dist/src',
    build: () => run(bin('nest'), ['build']),
  },
  web: {
    inputs: [...COMMON, 'web', 'angular.json', 'tsconfig.web.json', 'scripts/precompress.mjs'],
    result: 'dist/web/index.html',
    folder: 'dist/web',
    build: async () => {
      const built = await run(bin('ng'), ['build'], { env: { NG_CLI_ANALYTICS: 'false', CI: '1' } });
      return built.code === 0 ? run(NODE, ['scripts/precompress.mjs', 'dist/web']) : built;
    },
  },
};
const SPEC = /[.-](int-)?spec\.ts$/;

const stampFile = (part) => join(ROOT, 'dist', `.${part}-inputs`);

/**
 * Builds what is older than its sources.
 * @param {string[]} parts
 * @param {(part: string) => void} onBuild
 * @returns {Promise<string[]>} the names of what was built
 */
export async function buildWhatChanged(parts = Object.keys(PARTS), onBuild = () => undefined) {
  const built = [];
  for (const part of parts.filter((name) => !isFresh(name))) {
    onBuild(part);
    const { code, output } = await build(part);
    if (code !== 0)
      throw new Problem(`The ${part} does not build:\n${output.trim().split('\n').slice(0, 12).join('\n')}`);
    built.push(part);
  }
  return built;
}

export function isFresh(part) {
  const stamp = stampFile(part);
  return (
    existsSync(join(ROOT, PARTS[part].result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === stateOf(part)
  );
}

/** From nothing: what a deleted source left behind must not run. The stamp is that of the sources before the build. */
export async function build(part) {
  const state = stateOf(part);
  rmSync(stampFile(part), { force: true });
  rmSync(join(ROOT, PARTS[part].folder), { recursive: true, force: true });
  const result = await PARTS[part].build();
  if (result.code === 0) {
    mkdirSync(dirname(stampFile(part)), { recursive: true });
    writeFileSync(stampFile(part), state);
  }
  return result;
}

function stateOf(part) {
  const state = createHash('sha256');
  for (const input of PARTS[part].inputs) addTo(state, input);
  return state.digest('hex');
}

function addTo(state, path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) addTo(state, `${path}/${name}`);
  } else if (!SPEC.test(path)) {
    state.update(`${path}\0`).update(readFileSync(full)).update('\0');
  }
}
