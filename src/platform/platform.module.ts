import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { type EntitySchema, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { AccessLog } from './audit/access-log.js';
import { Abilities } from './authorization/abilities.js';
import { PolicyGuard } from './authorization/policy-guard.js';
import { RoutePolicies } from './authorization/route-policies.js';
import { Config } from './config/config.js';
import { FieldCipher } from './crypto/field-cipher.js';
import { KeyedHash } from './crypto/keyed-hash.js';
import { DemoWorld } from './demo/scenario.js';
import { HealthController } from './health/health.controller.js';
import { Heartbeat } from './health/heartbeat.js';
import { Stopping } from './health/stopping.js';
import { Vitals } from './health/vitals.js';
import { MigrationHealth, ProjectionHealth, QueueHealth, ReactionHealth } from './health/what-is-behind.js';
import { ProblemFilter } from './http/problem-filter.js';
import { DeclaredResponse } from './http/responds.js';
import { Clock, SystemClock } from './kernel/clock.js';
import { FailedReactions } from './messaging/failed-reactions.js';
import { Lineage } from './messaging/lineage.js';
import { Outbox } from './messaging/outbox.js';
import { OutboxReader } from './messaging/outbox-reader.js';
import { Parked } from './messaging/parked.js';
import { Stamps } from './messaging/stamps.js';
import { ProjectionRebuild } from './messaging/projection-rebuild.js';
import { ProjectionRunner } from './messaging/projection-runner.js';
import { Pump } from './messaging/pump.js';
import { Queues } from './messaging/queues.js';
import { Reactions } from './messaging/reactions.js';
import { Reconciler } from './messaging/reconciler.js';
import { Settler } from './messaging/settle.js';
import { Sweeps } from './messaging/sweeps.js';
import { OperationAbilities } from './operations/operation-abilities.js';
import { OperationController } from './operations/operation.controller.js';
import { OperationRunner } from './operations/operation-runner.js';
import { OperationViews } from './operations/operation-views.js';
import { Operations } from './operations/operations.js';
import { SilentOperations } from './operations/silent-operations.js';
import { boundWaitingForConnections, CONNECTIONS } from './persistence/connections.js';
import { Database } from './persistence/database.js';
import { OutboxPartitions } from './messaging/outbox-partitions.js';
import { Migrator } from './persistence/migrator.js';
import { SqlPool } from './persistence/sql-pool.js';
import { Transactions } from './persistence/transactions.js';

const SERVICES = [
  AccessLog,
  Abilities,
  Database,
  DemoWorld,
  FailedReactions,
  Lineage,
  OperationRunner,
  OperationViews,
  Operations,
  Outbox,
  OutboxPartitions,
  OutboxReader,
  Parked,
  Stamps,
  PolicyGuard,
  ProjectionRebuild,
  ProjectionRunner,
  Pump,
  Queues,
  Reactions,
  Reconciler,
  RoutePolicies,
  Settler,
  SqlPool,
  Stopping,
  Sweeps,
  Transactions,
  Vitals,
];
const HEALTH = [Heartbeat, MigrationHealth, ProjectionHealth, QueueHealth, ReactionHealth];

export interface PlatformOptions {
  readonly config: Config;
  /** Mapped aggregates of all contexts. */
  readonly entities: readonly EntitySchema[];
  readonly clock?: Clock;
  /** Where the migrations lie, if not beside package.json. */
  readonly migrations?: string;
}

/** What every context stands on; knows none of them. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ config, entities, clock = new SystemClock(), migrations }: PlatformOptions): DynamicModule {
    const orm = MikroOrmModule.forRoot({
      driver: PostgreSqlDriver,
      clientUrl: config.settings.DATABASE_URL,
      entities: [...entities],
      discovery: { warnWhenNoEntities: false },
      pool: { min: 1, max: 12 },
      driverOptions: { ...CONNECTIONS, application_name: 'bamin', onPoolCreated: boundWaitingForConnections },
      registerRequestContext: false,
      allowGlobalContext: false, // Aggregates live in a transaction; outside of one, reading is SQL.
      forceUndefined: true,
      debug: false,
    });
    return {
      module: PlatformModule,
      imports: [orm, CqrsModule.forRoot(), DiscoveryModule],
      controllers: [HealthController, OperationController],
      providers: [
        ...SERVICES,
        ...HEALTH,
        OperationAbilities,
        SilentOperations,
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Migrator, useFactory: () => new Migrator(config.settings.DATABASE_URL, migrations) },
        { provide: FieldCipher, useFactory: () => new FieldCipher(config.settings.BAMIN_FIELD_KEYS) },
        { provide: KeyedHash, useFactory: () => new KeyedHash(config.settings.BAMIN_HASH_KEYS) },
        { provide: APP_GUARD, useExisting: PolicyGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: DeclaredResponse },
      ],
      exports: [...SERVICES, Config, Clock, FieldCipher, KeyedHash, CqrsModule, DiscoveryModule],
    };
  }
}
