// @ts-check
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './processes.mjs';

export const DATA = join(ROOT, '.data');

/**
 * The settings of a demo on this machine. Secrets are made once and kept in `folder`, readable by their owner only; the program
 * refuses them in production. What the environment sets itself goes before.
 */
export function demoSettings(folder = DATA) {
  return {
    NODE_ENV: 'development',
    BAMIN_SMS_GATEWAY: 'demo',
    BAMIN_PROOFING: 'demo',
    BAMIN_DEMO_WORLD: '1',
    BAMIN_SECRETS_ARE_DEMO: '1',
    BAMIN_WEB_ROOT: join(ROOT, 'dist', 'web'),
    BAMIN_CODE_SIGNING_KEYS: signingKeys(folder),
    ...secrets(folder),
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => name === 'NODE_ENV' || name.startsWith('BAMIN_')),
    ),
  };
}

function secrets(folder) {
  const file = join(folder, 'secrets.env');
  const kept = existsSync(file) ? readSecrets(file) : {};
  const made = { BAMIN_FIELD_KEYS: newKey, BAMIN_HASH_KEYS: newKey };
  const missing = Object.entries(made).filter(([name]) => !kept[name]);
  for (const [name, make] of missing) kept[name] = make();
  if (missing.length > 0)
    writePrivately(
      file,
      Object.entries(kept)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  return kept;
}

const newKey = () => `1:${randomBytes(32).toString('base64')}`;

function readSecrets(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function signingKeys(folder) {
  const file = join(folder, 'code-signing-keys.json');
  if (!existsSync(file)) {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    writePrivately(file, JSON.stringify({ keys: [jwk] }));
  }
  return file;
}

function writePrivately(file, text) {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
}
