import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AreaLevels } from '../../../health-verdict/contracts/area-levels.js';
import {
  CodeReader,
  type CodeReading,
  type ReadCode,
  type Refusal,
  type Shown,
} from '../../../health-verdict/contracts/code-reader.js';
import type { Colour } from '../../../health-verdict/contracts/colours.js';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { ScanPermissionLookup } from '../../../organization/contracts/scan-permission.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { timeOfId } from '../../../platform/kernel/ids.js';
import { localDate } from '../../../platform/kernel/shanghai.js';
import { codeDoesNotApply, idTaken, noPermission, scannedEverywhere, typo } from '../../domain/errors.js';
import { flowAdvice, trailOf } from '../../domain/flow-advice.js';
import { assertSameScan } from '../../domain/same-scan.js';
import { assertInTime } from '../../domain/scan-times.js';
import { showingOf, type ShowingWarning, warningsOf } from '../../domain/showing.js';
import { DigitGuesses } from './digit-guesses.js';
import { type Past, type RecordedScan, type Scan, type ScanAnswer, ScanLog } from './scan-log.js';
import { Shifts } from '../shifts/shifts.js';
import { Injectable } from '@nestjs/common';

export interface ScanRequest {
  readonly id: string;
  readonly shiftId: string;
  readonly shown: Shown;
  readonly scannedAt: string;
}

/** `REPEATED`: it is the passage that was recorded already; said, not kept. */
export type ScanWarning = ShowingWarning | 'REPEATED';

export interface ScanResult extends Partial<ScanAnswer> {
  readonly scanId: string;
  readonly outcome: 'read' | 'refused';
  readonly refusal?: Refusal;
  readonly maskedName?: string;
  readonly colour?: Colour;
  readonly assurance?: 'presentation' | 'digits';
  readonly warnings: readonly ScanWarning[];
  /** Of a scan that read a code: a colleague at the same point scanned this showing before, and handles the person. */
  readonly feedbackBy?: 'you' | 'colleague';
  readonly receivedAt: string;
}

export class RecordScan extends Command<ScanResult> {
  constructor(
    readonly scannerId: string,
    readonly request: ScanRequest,
  ) {
    super();
  }
}

/** Who scans, where and when; refuses what may not be scanned at all, and digits that were tried too often. */
@Injectable()
export class ScanGate {
  constructor(
    private readonly permissions: ScanPermissionLookup,
    private readonly shifts: Shifts,
    private readonly codes: CodeReader,
    private readonly guesses: DigitGuesses,
    private readonly clock: Clock,
  ) {}

  async admit(scannerId: string, request: ScanRequest): Promise<Scan> {
    const permission = await this.permissions.forAccount(scannerId);
    if (!permission) throw noPermission();
    const shift = await this.shifts.require(permission, request.shiftId);
    if (shift.scanPoint.kind === 'province-entry') throw codeDoesNotApply();
    const receivedAt = this.clock.now();
    assertInTime({ id: timeOfId(request.id), scannedAt: new Date(request.scannedAt), receivedAt });
    return { ...request, scannerId, permission, shift, receivedAt };
  }

  read({ shown, scannerId, permission, receivedAt }: Scan): Promise<CodeReading> {
    const read = () => this.codes.read(shown, receivedAt);
    if ('presentation' in shown) return read();
    return this.guesses.at(
      { accountId: scannerId, organizationId: permission.organizationId, digits: shown.digits, at: receivedAt },
      read,
    );
  }
}

/** Each time another place was faster. So many at once are not people before gates. */
const MOST_TRIES = 20;

/** The hot path: verify and look up, read the trail, insert; three round trips in all, unless somebody scans the same showing at this moment. */
@CommandHandler(RecordScan)
export class RecordScanHandler implements ICommandHandler<RecordScan> {
  constructor(
    private readonly gate: ScanGate,
    private readonly log: ScanLog,
    private readonly levels: AreaLevels,
    private readonly areas: AreaLookup,
  ) {}

  async execute({ scannerId, request }: RecordScan): Promise<ScanResult> {
    const scan = await this.gate.admit(scannerId, request);
    // Before the guess is counted: a retry is none.
    const answered = 'digits' in scan.shown ? await this.answeredBefore(scan) : undefined;
    if (answered) return answered;
    const reading = await this.gate.read(scan);
    return reading.outcome === 'read' ? this.record(scan, reading) : this.refuse(scan, reading.refusal);
  }

  private async record(scan: Scan, reading: ReadCode): Promise<ScanResult> {
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      const result = (await this.decide(scan, reading)) ?? (await this.answeredBefore(scan));
      if (result) return result;
    }
    throw scannedEverywhere({ retryAfterSeconds: 1 });
  }

  /** @returns nothing when this id is taken, or when another scan of this showing came between the decision and its record */
  private async decide(scan: Scan, reading: ReadCode): Promise<ScanResult | undefined> {
    const past = await this.log.trail(reading, scan.receivedAt);
    const { receivedAt, scannerId } = scan;
    const decided = showingOf(past.showings, {
      scanId: scan.id,
      scanPointId: scan.shift.scanPoint.id,
      scannerId,
      receivedAt,
    });
    if (decided.kind === 'same-passage') return this.samePassage(scan, decided.scanId);
    if (decided.kind === 'retry') return this.again(scan);
    const answer = await this.answer(scan, reading, past);
    if (!(await this.log.record(scan, reading, answer, { decided, known: past.showings }))) return undefined;
    const { maskedName, colour, assurance } = reading;
    const { warnings } = warningsOf(decided);
    return {
      scanId: scan.id,
      outcome: 'read',
      maskedName,
      colour,
      assurance,
      ...answer,
      warnings,
      feedbackBy: 'you',
      receivedAt: receivedAt.toISOString(),
    };
  }

  private async refuse(scan: Scan, refusal: Refusal): Promise<ScanResult> {
    if (refusal === 'DIGITS_TYPO') throw typo();
    // What was shown may have expired since: a retry still gets the answer of its scan.
    const answered = await this.answeredBefore(scan);
    if (answered) return answered;
    if (!(await this.log.refuse(scan, refusal))) return this.again(scan);
    return { scanId: scan.id, outcome: 'refused', refusal, warnings: [], receivedAt: scan.receivedAt.toISOString() };
  }

  private async answer(
    { shift, permission, receivedAt: now }: Scan,
    reading: ReadCode,
    past: Past,
  ): Promise<ScanAnswer> {
    const trail = trailOf(past.visits, past.before, reading.initialPosition, now);
    const advice = flowAdvice(trail, shift.scanPoint.areaKey, await this.levels.history(), now);
    const warning =
      advice.kind === 'warning'
        ? {
            level: { ...advice.level.name, rank: advice.level.rank },
            area: this.areas.find(advice.areaKey)?.name ?? advice.areaKey,
            date: localDate(advice.at),
          }
        : {};
    return {
      documentEnds: reading.documentEnds,
      ageBand: reading.ageBand,
      ...(reading.until ? { until: reading.until } : {}),
      ...(permission.showCauses ? { causes: reading.causes } : {}),
      ruleVersion: reading.ruleVersion,
      dataAsOf: reading.dataAsOf,
      flowAdvice: { kind: advice.kind, ...warning },
    };
  }

  private async answeredBefore(scan: Scan): Promise<ScanResult | undefined> {
    const recorded = await this.log.find(scan.id, scan.shown);
    if (!recorded) return undefined;
    assertSameScan(recorded, { scannerId: scan.scannerId, at: scan.receivedAt });
    return toResult(recorded, scan, []);
  }

  private async again(scan: Scan): Promise<ScanResult> {
    const answered = await this.answeredBefore(scan);
    if (!answered) throw idTaken();
    return answered;
  }

  private async samePassage(scan: Scan, scanId: string): Promise<ScanResult> {
    const recorded = await this.log.find(scanId, scan.shown);
    if (!recorded) throw idTaken();
    return toResult(recorded, scan, ['REPEATED']);
  }
}

function toResult(recorded: RecordedScan, { scannerId }: Scan, more: readonly ScanWarning[]): ScanResult {
  const { scanId, receivedAt } = recorded;
  const known = { scanId, receivedAt: receivedAt.toISOString() };
  if (recorded.outcome === 'refused') return { ...known, outcome: 'refused', refusal: recorded.refusal, warnings: [] };
  const { maskedName, colour, assurance, answer, warnings } = recorded;
  const feedbackBy = recorded.scannerId === scannerId ? 'you' : 'colleague';
  return {
    ...known,
    outcome: 'read',
    maskedName,
    colour,
    assurance,
    ...answer,
    warnings: [...warnings, ...more],
    feedbackBy,
  };
}
