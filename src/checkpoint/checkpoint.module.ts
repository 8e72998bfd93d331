import { Module } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { HealthVerdictModule } from '../health-verdict/health-verdict.module.js';
import { CheckpointAbilities } from './application/checkpoint-abilities.js';
import { DemoCheckpoints } from './application/demo-checkpoints.js';
import { DigitGuesses } from './application/scanning/digit-guesses.js';
import { ForgetDigitGuesses } from './application/scanning/forget-digit-guesses.js';
import { GiveFeedbackHandler } from './application/scanning/give-feedback.js';
import { RecordScanHandler } from './application/scanning/record-scan.js';
import { ScanPartitions } from './application/records/scan-partitions.js';
import { ScanRecords } from './application/records/scan-records.js';
import { ScanReplay } from './application/records/scan-replay.js';
import { WhenDigitsClosed } from './application/scanning/when-digits-closed.js';
import { RecordController } from './http/record.controller.js';
import { ScanningController } from './http/scanning.controller.js';
import { PastScans } from './application/scanning/past-scans.js';
import { ScanPath } from './application/scanning/scan-path.js';
import { ScanLog } from './application/scanning/scan-log.js';
import { WhenUnitMerged } from './application/points/when-unit-merged.js';
import { AddScanPointHandler } from './application/points/add-scan-point.js';
import { ChangeScanPointHandler } from './application/points/change-scan-point.js';
import { ScanPointList } from './application/points/scan-point-list.js';
import { CurrentShift } from './application/shifts/current-shift.js';
import { CloseShiftHandler, OpenShiftHandler } from './application/shifts/open-and-close-shift.js';
import { ScanPoints } from './domain/scan-point.js';
import { Shifts } from './domain/shift.js';
import { ScanPointController } from './http/scan-point.controller.js';
import { ScanPointSchema, ShiftSchema } from './infrastructure/checkpoint.schema.js';
import { MikroOrmScanPoints } from './infrastructure/mikro-orm-scan-points.js';
import { MikroOrmShifts } from './infrastructure/mikro-orm-shifts.js';

@Module({
  imports: [HealthVerdictModule, OrganizationModule],
  controllers: [RecordController, ScanPointController, ScanningController],
  providers: [
    AddScanPointHandler,
    ChangeScanPointHandler,
    CheckpointAbilities,
    CloseShiftHandler,
    CurrentShift,
    DemoCheckpoints,
    DigitGuesses,
    ForgetDigitGuesses,
    GiveFeedbackHandler,
    OpenShiftHandler,
    RecordScanHandler,
    PastScans,
    ScanLog,
    ScanPartitions,
    ScanPath,
    ScanPointList,
    ScanRecords,
    ScanReplay,
    WhenDigitsClosed,
    WhenUnitMerged,
    { provide: ScanPoints, useClass: MikroOrmScanPoints },
    { provide: Shifts, useClass: MikroOrmShifts },
  ],
})
export class CheckpointModule {
  static readonly entities = [ScanPointSchema, ShiftSchema];
}
