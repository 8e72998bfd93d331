import { Module } from '@nestjs/common';
import { HealthVerdictModule } from '../health-verdict/health-verdict.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { UnitDayController } from './http/unit-day.controller.js';
import { Counters } from './projections/counters.js';
import { ReportingAbilities } from './queries/reporting-abilities.js';
import { UnitDays } from './queries/unit-day.js';

@Module({
  imports: [HealthVerdictModule, OrganizationModule],
  controllers: [UnitDayController],
  providers: [Counters, ReportingAbilities, UnitDays],
})
export class ReportingModule {}
