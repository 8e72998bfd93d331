import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../src/app.module.js';
import { readConfig } from '../src/platform/config/config.js';
import { httpApplication } from '../src/platform/http/http-application.js';
import { MovableClock } from '../src/platform/kernel/clock.js';
import { Pump } from '../src/platform/messaging/pump.js';
import { Settler } from '../src/platform/messaging/settle.js';
import { closeAndDrop } from './closing.js';
import { TEST_ENVIRONMENT } from './environment.js';
import { startedDatabase } from './first-start.js';

/** Of everybody in the demo world. */
export const DEMO_PASSWORD = 'Bamin-demo-2020';

export interface WorldOptions {
  /** Builds the demo world's people and places, too. */
  readonly demo?: boolean;
  readonly environment?: Record<string, string>;
  /** Without the pump nothing moves by itself; specs of the messaging drive it. */
  readonly pump?: boolean;
}

/** The whole application on a database of its own, with a clock that can be moved. */
export class World {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: MovableClock,
    readonly databaseUrl: string,
  ) {}

  static async start({ demo = false, environment = {}, pump = true }: WorldOptions = {}): Promise<World> {
    const databaseUrl = await startedDatabase();
    const config = readConfig({ ...TEST_ENVIRONMENT, DATABASE_URL: databaseUrl, ...environment });
    const clock = new MovableClock();
    const app = await httpApplication(AppModule.with(config, clock), config);
    const world = new World(app, clock, databaseUrl);
    if (pump || demo) app.get(Pump).start();
    if (demo)
      await (await import('../src/platform/demo/scenario.js').then(({ DemoWorld }) => app.get(DemoWorld))).build();
    return world;
  }

  settle(): Promise<void> {
    return this.app.get(Settler).settle();
  }

  /** A browser of its own: keeps its session between requests, and what it was called when it asked for a code. */
  browser(): Browser {
    return new Browser(this.app);
  }

  /** A browser in which somebody signed in with their password. */
  async signedIn(
    login: string,
    door: 'personal' | 'organization' = 'organization',
    password = DEMO_PASSWORD,
  ): Promise<Browser> {
    const browser = this.browser();
    const { status, body } = await browser.post('/sessions', { door, login, password });
    if (status !== 200) throw new Error(`${login} could not sign in: ${status} ${String(body['code'])}`);
    return browser;
  }

  stop(): Promise<void> {
    return closeAndDrop(this.app, this.databaseUrl);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // The shape differs by route; specs say what they expect of it.
  readonly body: Record<string, never> & { [field: string]: unknown };
}

const KEPT = ['bamin_session', 'bamin_asking'];
let browsers = 0;

export class Browser {
  private readonly cookies = new Map<string, string>();
  /** Nobody else's in this process. */
  private readonly address = `10.30.${Math.floor(++browsers / 250)}.${(browsers % 250) + 1}`;

  constructor(private readonly app: NestFastifyApplication) {}

  /** As it is sent, for requests that are made by hand. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', url, undefined, headers);
  }

  post(url: string, body: object = {}): Promise<Answer> {
    return this.send('POST', url, body);
  }

  put(url: string, body: object = {}): Promise<Answer> {
    return this.send('PUT', url, body);
  }

  delete(url: string): Promise<Answer> {
    return this.send('DELETE', url);
  }

  async upload(url: string, fileName: string, content: Buffer, headers: Record<string, string> = {}): Promise<Answer> {
    const boundary = 'bamin-boundary';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n`;
    const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    return this.send('POST', url, payload, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    });
  }

  /** A body as it is, with the full address. */
  raw(method: 'get' | 'post' | 'put' | 'delete', url: string, body: string | undefined): Promise<Answer> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.send(method.toUpperCase() as 'GET', url.replace(/^\/api/, ''), body, type as Record<string, string>);
  }

  private async send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | Buffer | string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = this.cookies.size > 0 ? { cookie: this.cookie } : {};
    const answer = await this.app.inject({
      remoteAddress: this.address,
      method,
      url: `/api${url}`,
      headers: { 'x-requested-with': 'bamin', 'accept-language': 'en', ...cookie, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of answer.cookies.filter(({ name }) => KEPT.includes(name))) {
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const json = answer.headers['content-type']?.toString().includes('json');
    return { status: answer.statusCode, headers: answer.headers, body: json ? answer.json() : {} };
  }
}
