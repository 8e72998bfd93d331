import { Global, Module } from '@nestjs/common';
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
import { ScanPoints } from './application/points/scan-points.js';
import { Shifts } from './application/shifts/shifts.js';

@Global()
@Module({
  controllers: [RecordController, ScanningController],
  providers: [
    CheckpointAbilities,
    DemoCheckpoints,
    DigitGuesses,
    ForgetDigitGuesses,
    GiveFeedbackHandler,
    RecordScanHandler,
    PastScans,
    ScanLog,
    ScanPartitions,
    ScanPath,
    ScanPoints,
    ScanRecords,
    ScanReplay,
    Shifts,
    WhenDigitsClosed,
    WhenUnitMerged,
  ],
})
export class CheckpointModule {}
