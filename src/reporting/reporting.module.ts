import { Module } from '@nestjs/common';
import { UnitDayController } from './http/unit-day.controller.js';
import { UnitDaySheet } from './projections/unit-day-sheet.js';
import { ReportingAbilities } from './queries/reporting-abilities.js';
import { UnitDays } from './queries/unit-day.js';

@Module({
  controllers: [UnitDayController],
  providers: [ReportingAbilities, UnitDaySheet, UnitDays],
})
export class ReportingModule {}
