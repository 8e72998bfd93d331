import type { EntitySchema } from '@mikro-orm/core';
import { type DynamicModule, Global, Module, type Provider, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { type Principal, SessionLookup } from '../../src/platform/authorization/principal.js';
import { readConfig } from '../../src/platform/config/config.js';
import { PATIENCE, type Patience } from '../../src/platform/http/body-clock.js';
import { httpApplication } from '../../src/platform/http/http-application.js';
import type { Clock } from '../../src/platform/kernel/clock.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { LIMITS, type Limits } from '../../src/platform/http/waiting-line.js';
import { CLOSING_MS, closeAndDrop } from '../closing.js';
import { freshDatabase } from '../databases.js';
import { TEST_ENVIRONMENT } from '../environment.js';

export interface Parts {
  readonly providers?: Provider[];
  readonly controllers?: Type[];
  readonly entities?: readonly EntitySchema[];
  readonly environment?: Record<string, string>;
  readonly clock?: Clock;
  /** Tables of the spec itself, in the schema `sample`. */
  readonly tables?: string;
  /** Who comes with which session token. */
  readonly principals?: Record<string, Partial<Principal>>;
  /** How long requests may take to come in, where it is not the usual. */
  readonly patience?: Partial<Patience>;
  /** How much may wait, where it is not the usual. */
  readonly limits?: Partial<Limits>;
}

@Global()
@Module({})
class Sample {}

@Module({})
class Host {}

/** The platform without any context; of the migrated tables nobody but the platform and the spec uses any. */
export class PlatformWorld {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly databaseUrl: string,
    readonly admin: pg.Pool,
  ) {}

  static async start(parts: Parts = {}): Promise<PlatformWorld> {
    const databaseUrl = await freshDatabase();
    const admin = new pg.Pool({ connectionString: databaseUrl, max: 5 });
    admin.on('error', () => undefined);
    await admin.query(`CREATE SCHEMA sample; ${parts.tables ?? ''}`);
    return this.on(databaseUrl, admin, parts);
  }

  /** Another process on the same database. */
  async another(parts: Parts): Promise<PlatformWorld> {
    return PlatformWorld.on(this.databaseUrl, this.admin, parts);
  }

  private static async on(databaseUrl: string, admin: pg.Pool, parts: Parts): Promise<PlatformWorld> {
    const config = readConfig({ ...TEST_ENVIRONMENT, DATABASE_URL: databaseUrl, ...parts.environment });
    const sessions = {
      provide: SessionLookup,
      useValue: { byToken: async (token: string) => principal(parts.principals?.[token]) },
    };
    const sample: DynamicModule = {
      module: Sample,
      providers: [...(parts.providers ?? []), sessions],
      controllers: parts.controllers ?? [],
      exports: [SessionLookup],
    };
    const platform = PlatformModule.forRoot({
      config,
      ...(parts.clock ? { clock: parts.clock } : {}),
      entities: parts.entities ?? [],
    });
    const host: DynamicModule = { module: Host, imports: [platform, sample] };
    return new PlatformWorld(
      await httpApplication(host, config, { ...PATIENCE, ...parts.patience }, { ...LIMITS, ...parts.limits }),
      databaseUrl,
      admin,
    );
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token as Type<T>);
  }

  async rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.admin.query(text, values)).rows as Record<string, unknown>[];
  }

  async stop(milliseconds = CLOSING_MS): Promise<void> {
    await closeAndDrop(this.app, this.databaseUrl, milliseconds).finally(() => this.admin.end());
  }
}

function principal(known: Partial<Principal> | undefined): Principal | undefined {
  const id = '01900000-0000-7000-8000-000000000001';
  return (
    known && { sessionId: id, accountId: id, capacityId: id, role: 'scanner', mustChangePassword: false, ...known }
  );
}
