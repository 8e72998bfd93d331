import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';

/** A Redis of a spec's own. */
export class OwnRedis {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  /** Its port is free, nobody answers there yet. */
  static async away(): Promise<OwnRedis> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return new OwnRedis(port);
  }

  static async started(): Promise<OwnRedis> {
    const redis = await OwnRedis.away();
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const child = spawn(
      'redis-server',
      ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      { stdio: 'ignore' },
    );
    this.process = child;
    const failed = once(child, 'error').then(() => {
      throw new Error('redis-server is not installed.');
    });
    await Promise.race([failed, this.answers()]);
  }

  /** Takes connections and answers nothing. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  async forgetEverything(): Promise<void> {
    const client = new Redis(this.url);
    await client.flushall();
    client.disconnect();
  }

  stop(): void {
    this.process?.kill('SIGKILL');
  }

  private async answers(): Promise<void> {
    const client = new Redis(this.url, { maxRetriesPerRequest: 50, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  }
}
