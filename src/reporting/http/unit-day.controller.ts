import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { colourWords } from '../../health-verdict/contracts/colours.js';
import type { AppAbility } from '../../platform/authorization/ability.js';
import { Allow, CurrentAbility } from '../../platform/authorization/policy.js';
import { scopeOf } from '../../platform/authorization/scope.js';
import { day } from '../../platform/http/dates.js';
import { figures } from '../../platform/http/figures.js';
import { Responds } from '../../platform/http/responds.js';
import { UnitDays } from '../queries/unit-day.js';

const query = z.object({ date: day.optional() });
const count = z.number().int();
const unitDayView = figures({
  date: z.iso.date(),
  scans: count,
  byColour: z.array(z.object({ colour: colourWords, scans: count })),
  refused: count,
  passages: count,
  abnormalTemperature: count,
  byHour: z.array(count).length(24),
});

@Controller('unit-day')
export class UnitDayController {
  constructor(private readonly days: UnitDays) {}

  @Get()
  @Allow('read', 'UnitDay')
  @Responds(200, unitDayView)
  day(@CurrentAbility() ability: AppAbility, @Query({ schema: query }) { date }: z.output<typeof query>) {
    return this.days.of(scopeOf(ability, 'read', 'UnitDay'), date);
  }
}
