import { transformFile } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TEST_ENVIRONMENT } from '../environment.js';

const ROOT = join(import.meta.dirname, '..', '..');
let translated: Promise<string> | undefined;

/** One of the programs as a process of its own, as it runs in production. */
export class RunningProcess {
  private printed = '';

  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
  ) {
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (part) => (this.printed += String(part)));
  }

  static async start(program: 'main' | 'worker' | 'all-in-one', databaseUrl: string): Promise<RunningProcess> {
    const folder = await (translated ??= translate());
    const port = await freePort();
    const env = {
      PATH: process.env['PATH'],
      ...TEST_ENVIRONMENT,
      BAMIN_LOG_LEVEL: 'info',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
    };
    const child = spawn(process.execPath, [join(folder, 'src', `${program}.js`)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running = new RunningProcess(child, port);
    try {
      await running.until(() => (program === 'worker' ? running.printed.includes('Working.') : running.answers()));
    } catch (error) {
      await running.kill();
      throw error;
    }
    return running;
  }

  get output(): string {
    return this.printed;
  }

  /** @returns how long it took to end, in seconds, and with which code */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ seconds: number; code: number | null }> {
    const began = performance.now();
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    return { code: await ended, seconds: (performance.now() - began) / 1000 };
  }

  /** After the last process of a spec. */
  static async forget(): Promise<void> {
    if (translated) await rm(await translated, { recursive: true });
    translated = undefined;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.end('SIGKILL');
  }

  private answers(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.port}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  private async until(done: () => boolean | Promise<boolean>): Promise<void> {
    for (
      const patience = performance.now() + 40_000;
      !(await done());
      await new Promise((resolve) => setTimeout(resolve, 50))
    ) {
      if (this.child.exitCode !== null || performance.now() > patience)
        throw new Error(`It did not start: ${this.printed}`);
    }
  }
}

/** The sources as Node runs them, in the way the specs are translated: a build would take half a minute. */
async function translate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bamin-programs-'));
  for (const shared of ['node_modules', 'migrations', 'package.json'])
    await symlink(join(ROOT, shared), join(folder, shared));
  const files = (await readdir(join(ROOT, 'src'), { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('spec.ts'),
  );
  for (const name of files) {
    const { code } = await transformFile(join(ROOT, 'src', name), {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'es6' },
    });
    const to = join(folder, 'src', name.replace(/\.ts$/, '.js'));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, code);
  }
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
