import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIB = join(import.meta.dirname, '..', '..', 'scripts', 'lib');
const PATIENCE = 20_000;

interface Processes {
  readonly NODE: string;
  run(command: string, args: string[]): Promise<{ code: number; output: string }>;
  stop(pid: number | undefined, signal?: string, milliseconds?: number): Promise<void>;
  gone(pid: number, milliseconds: number): Promise<boolean>;
  isAlive(pid: number): boolean;
  stopRunning(): void;
  freePort(port?: number): Promise<number | undefined>;
  commandOf(pid: number): string;
}
interface Others {
  serverUser(data: string): { uid: number; gid: number };
  stopLeftOver(data: string): Promise<void>;
  ownDatabase(folder: string): Promise<{ url: string; stop(): Promise<unknown> }>;
}

const of = async <Library>(name: string) => (await import(join(LIB, name))) as Library;
const { NODE, run, stop, gone, isAlive, stopRunning, freePort, commandOf } = await of<Processes>('processes.mjs');
const { serverUser } = await of<Others>('server-user.mjs');
const { stopLeftOver } = await of<Others>('postgres-server.mjs');
const { ownDatabase } = await of<Others>('own-database.mjs');

const children: ChildProcess[] = [];
const folders: string[] = [];
const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'bamin-scripts-'));
  folders.push(folder);
  return folder;
};

/** A program that says a word once it runs. */
async function program(text: string, ...args: string[]): Promise<{ pid: number; said: string; child: ChildProcess }> {
  const child = spawn(NODE, ['--input-type=module', '-e', text, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) => child.stdout!.once('data', (word) => resolve(String(word))));
  return { pid: child.pid!, said: said.trim(), child };
}
const STAYS = 'setInterval(() => undefined, 1000); console.log(process.pid);';

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('A program that a script started', () => {
  it('ends when the script is killed, which cannot say so any more', async () => {
    const script = `
      const { startNode } = await import(${JSON.stringify(join(LIB, 'processes.mjs'))});
      startNode(['-e', ${JSON.stringify(STAYS)}]);
      setInterval(() => undefined, 1000);`;
    const { child, said } = await program(script);
    expect(isAlive(Number(said))).toBe(true);
    child.kill('SIGKILL');
    expect(await gone(Number(said), PATIENCE)).toBe(true);
  });

  it('is known by its command line', async () => {
    const { pid } = await program(STAYS, 'a-mark-of-its-own');
    expect(commandOf(pid)).toContain('a-mark-of-its-own');
  });

  it('ends when it is asked to, and when it does not care', async () => {
    const [one, deaf] = [await program(STAYS), await program(`process.on('SIGTERM', () => undefined); ${STAYS}`)];
    await stop(one.pid);
    await stop(deaf.pid, 'SIGTERM', 300);
    expect([isAlive(one.pid), isAlive(deaf.pid)]).toEqual([false, false]);
    await stop(one.pid);
    await stop(undefined);
  });
});

describe('A command that runs to its end', () => {
  it('says how it ended and what it printed, without colours', async () => {
    const colourful = "process.stdout.write('\\u001b[31mred\\u001b[0m'); process.exitCode = 3;";
    expect(await run(NODE, ['-e', colourful])).toEqual({ code: 3, output: 'red' });
  });

  it('that does not exist is a failure like others', async () => {
    expect(await run('bamin-no-such-command', [])).toMatchObject({
      code: 127,
      output: expect.stringContaining('ENOENT'),
    });
  });

  it('is ended with the script that waits for it', async () => {
    const ended = run(NODE, ['-e', 'setInterval(() => undefined, 1000)']);
    setTimeout(stopRunning, 500);
    expect((await ended).code).toBe(1);
  });
});

describe('A port', () => {
  it('is free or taken', async () => {
    const free = (await freePort())!;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(free, '127.0.0.1', resolve));
    expect(await freePort(free)).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    expect(await freePort(free)).toBe(free);
  });
});

describe('PostgreSQL', () => {
  const isRoot = process.getuid?.() === 0;

  it('runs as the owner of its data, never as root', () => {
    const data = aFolder();
    if (isRoot) chownSync(data, 65_534, 65_533);
    const owner = isRoot ? { uid: 65_534, gid: 65_533 } : { uid: process.getuid!(), gid: process.getgid!() };
    expect(serverUser(data)).toEqual(owner);
    if (isRoot) expect(serverUser(join(data, 'not made yet')).uid).toBeGreaterThan(0);
  });

  it('that an earlier start left behind is stopped', async () => {
    const data = aFolder();
    const { pid } = await program(`process.on('SIGINT', () => process.exit()); ${STAYS}`, data);
    writeFileSync(join(data, 'postmaster.pid'), `${pid}\n${data}\n`);
    await stopLeftOver(data);
    expect(isAlive(pid)).toBe(false);
  });

  it('that died leaves a lock that is removed, and nobody else is ended for it', async () => {
    const data = aFolder();
    const lock = join(data, 'postmaster.pid');
    const { pid } = await program(STAYS);
    writeFileSync(lock, `${pid}\n`);
    await stopLeftOver(data);
    expect([existsSync(lock), isAlive(pid)]).toEqual([false, true]);
    await stopLeftOver(data);
  });
});

describe('The database of a command beside the product', () => {
  it('is that of the running product, which it leaves alone', async () => {
    const folder = aFolder();
    const { pid } = await program(STAYS);
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ pid, database: 'postgres://there' }));
    const { url, stop: leave } = await ownDatabase(folder);
    await leave();
    expect([url, isAlive(pid)]).toEqual(['postgres://there', true]);
  });

  it('is none before the first start, nor that of a product that is gone', async () => {
    const folder = aFolder();
    await expect(ownDatabase(folder)).rejects.toThrow('There is no database yet');
    const { pid } = await program(STAYS);
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ pid, database: 'postgres://there' }));
    await stop(pid, 'SIGKILL');
    await expect(ownDatabase(folder)).rejects.toThrow('There is no database yet');
  });
});
