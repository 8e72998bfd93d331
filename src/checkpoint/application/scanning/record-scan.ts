import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CodeReader, type CodeReading, type Shown } from '../../../health-verdict/contracts/code-reader.js';
import { ScanPermissionLookup } from '../../../organization/contracts/scan-permission.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { timeOfId } from '../../../platform/kernel/ids.js';
import { codeDoesNotApply, noPermission, scannedEverywhere } from '../../domain/errors.js';
import { assertInTime } from '../../domain/scan-times.js';
import { CurrentShift } from '../shifts/current-shift.js';
import { DigitGuesses } from './digit-guesses.js';
import { Lanes } from './lanes.js';
import type { Scan, ScanResult } from './scan.js';
import { OVERTAKEN, ScanPath } from './scan-path.js';

export interface ScanRequest {
  readonly id: string;
  readonly shiftId: string;
  readonly shown: Shown;
  readonly scannedAt: string;
}

export class RecordScan extends Command<ScanResult> {
  constructor(
    readonly scannerId: string,
    readonly request: ScanRequest,
  ) {
    super();
  }
}

/** Two batches at once, when many come: while one waits for the database, the other is verified. A third only made all of them smaller. */
const LANES = { lanes: 2, enough: 12, most: 100 };
/** Each time another place was faster. So many at once are not people before gates. */
const MOST_TRIES = 20;

/** The hot path: who comes in goes with the batch that leaves next. */
@CommandHandler(RecordScan)
export class RecordScanHandler implements ICommandHandler<RecordScan> {
  private readonly lanes = new Lanes((scans: readonly Scan[]) => this.path.record(scans), LANES);

  constructor(
    private readonly permissions: ScanPermissionLookup,
    private readonly shift: CurrentShift,
    private readonly codes: CodeReader,
    private readonly guesses: DigitGuesses,
    private readonly path: ScanPath,
    private readonly clock: Clock,
  ) {}

  async execute({ scannerId, request }: RecordScan): Promise<ScanResult> {
    const scan = await this.admit(scannerId, request);
    if ('digits' in scan.shown) {
      const answered = await this.path.repeat(scan);
      if (answered) return answered; // A retry is no guess.
      scan.reading = await this.readDigits(scan, scan.shown.digits);
    }
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      const result = await this.lanes.join(scan);
      if (result !== OVERTAKEN) return result;
    }
    throw scannedEverywhere({ retryAfterSeconds: 1 });
  }

  private async admit(scannerId: string, request: ScanRequest): Promise<Scan> {
    const permission = await this.permissions.forAccount(scannerId);
    if (!permission) throw noPermission();
    const shift = await this.shift.require(permission, request.shiftId);
    if (shift.scanPoint.kind === 'province-entry') throw codeDoesNotApply();
    const receivedAt = this.clock.now();
    assertInTime({ id: timeOfId(request.id), scannedAt: new Date(request.scannedAt), receivedAt });
    return { ...request, scannerId, permission, shift, receivedAt };
  }

  /** One by one: each guess is counted before it is looked at. */
  private readDigits({ scannerId, permission, shown, receivedAt }: Scan, digits: string): Promise<CodeReading> {
    const guess = { accountId: scannerId, organizationId: permission.organizationId, digits, at: receivedAt };
    return this.guesses.at(guess, () => this.codes.read(shown, receivedAt));
  }
}
