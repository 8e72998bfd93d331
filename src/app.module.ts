import type { EntitySchema } from '@mikro-orm/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { CheckpointModule } from './checkpoint/checkpoint.module.js';
import { HealthVerdictModule } from './health-verdict/health-verdict.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { OrganizationModule } from './organization/organization.module.js';
import type { Config } from './platform/config/config.js';
import type { Clock } from './platform/kernel/clock.js';
import { PlatformModule } from './platform/platform.module.js';
import { ReportingModule } from './reporting/reporting.module.js';

/** A context's module names its mapped aggregates in a static `entities`. */
const CONTEXTS = [IdentityModule, OrganizationModule, CheckpointModule, HealthVerdictModule, ReportingModule];

@Module({})
export class AppModule {
  static with(config: Config, clock?: Clock): DynamicModule {
    const entities = CONTEXTS.flatMap((context) => (context as { entities?: readonly EntitySchema[] }).entities ?? []);
    return {
      module: AppModule,
      imports: [PlatformModule.forRoot({ config, entities, ...(clock ? { clock } : {}) }), ...CONTEXTS],
    };
  }
}
