// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const inPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/**
 * Debian packages that the tests need besides npm's.
 * @type {[string, () => boolean][]}
 */
const NEEDED = [
  ['chromium', () => Boolean(process.env.CHROMIUM) || inPath('chromium')],
  [
    'fonts-noto-cjk',
    () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') || process.platform !== 'linux',
  ],
  ['redis-server', () => inPath('redis-server')],
  ['zbar-tools', () => inPath('zbarimg')],
];

/** Installs what is missing where that is allowed. @returns what is still missing; its tests will fail */
export function installMissing(say) {
  const missing = () => NEEDED.filter(([, isThere]) => !isThere()).map(([name]) => name);
  const names = missing();
  if (names.length === 0) return [];
  const apt = aptGet();
  if (!apt) return names;
  say(`Installing ${names.join(', ')} from the system's packages …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [command = '', ...first] = apt;
  spawnSync(command, [...first, 'update', '-qq'], { env, stdio: 'ignore' });
  spawnSync(command, [...first, 'install', '-y', '-qq', '--no-install-recommends', ...names], { env, stdio: 'ignore' });
  return missing();
}

function aptGet() {
  if (!inPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  const may = inPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return may ? ['sudo', '-n', 'apt-get'] : undefined;
}
