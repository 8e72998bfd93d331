import { Global, Module } from '@nestjs/common';
import { CheckpointAbilities } from './application/checkpoint-abilities.js';
import { DemoCheckpoints } from './application/demo-checkpoints.js';
import { DigitGuesses } from './application/digit-guesses.js';
import { ForgetDigitGuesses } from './application/forget-digit-guesses.js';
import { GiveFeedbackHandler } from './application/give-feedback.js';
import { RecordScanHandler, ScanGate } from './application/record-scan.js';
import { ScanPartitions } from './application/scan-partitions.js';
import { ScanRecords } from './application/scan-records.js';
import { ScanReplay } from './application/scan-replay.js';
import { WhenDigitsClosed } from './application/when-digits-closed.js';
import { RecordController } from './http/record.controller.js';
import { ScanningController } from './http/scanning.controller.js';
import { ScanLog } from './application/scan-log.js';
import { ScanPoints } from './application/scan-points.js';
import { Shifts } from './application/shifts.js';

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
    ScanGate,
    ScanLog,
    ScanPartitions,
    ScanPoints,
    ScanRecords,
    ScanReplay,
    Shifts,
    WhenDigitsClosed,
  ],
})
export class CheckpointModule {}
