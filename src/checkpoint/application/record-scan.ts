import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CodeReader, type ReadCode, type Refusal, type Shown } from '../../health-verdict/contracts/code-reader.js';
import { ScanPermissionLookup, type ScanPermission } from '../../organization/contracts/scan-permission.js';
import { Clock } from '../../platform/kernel/clock.js';
import { timeOfId } from '../../platform/kernel/ids.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { AreaLookup } from '../contracts/area-lookup.js';
import { codeDoesNotApply, idOutOfTime, idTaken, noPermission, tooManyMisses, typo } from '../domain/errors.js';
import { flowAdvice, trailOf } from '../domain/flow-advice.js';
import { AreaLevels } from '../areas/area-levels.js';
import { DigitTurns } from './digit-turns.js';
import { type RecordedScan, type ScanAnswer, ScanLog } from './scan-log.js';
import { Shifts, type ShiftView } from './shifts.js';
import { Injectable } from '@nestjs/common';

export interface ScanRequest {
  readonly id: string;
  readonly shiftId: string;
  readonly shown: Shown;
  readonly scannedAt: string;
}

export interface ScanResult extends Partial<ScanAnswer> {
  readonly scanId: string;
  readonly outcome: 'read' | 'refused';
  readonly refusal?: Refusal;
  readonly maskedName?: string;
  readonly colour?: 'green' | 'orange';
  readonly assurance?: 'presentation' | 'digits';
  readonly warnings: readonly ('ELSEWHERE' | 'REPEATED')[];
  readonly scannedAt: string;
}

const MISSES = 10;
const OLDEST_MS = 7 * 86_400_000;
const AHEAD_MS = 5 * 60_000;

export class RecordScan extends Command<ScanResult> {
  constructor(
    readonly scannerId: string,
    readonly request: ScanRequest,
  ) {
    super();
  }
}

/** Who scans, where; refuses what may not be scanned at all. */
@Injectable()
export class ScanGate {
  constructor(
    private readonly permissions: ScanPermissionLookup,
    private readonly shifts: Shifts,
    private readonly log: ScanLog,
    private readonly clock: Clock,
    private readonly turns: DigitTurns,
  ) {}

  /** Digits are guessed one after the other; presentations need not wait. */
  pass<T>({ shiftId, shown }: ScanRequest, scan: () => Promise<T>): Promise<T> {
    return 'digits' in shown ? this.turns.inTurn(shiftId, scan) : scan();
  }

  async admit(scannerId: string, { id, shiftId, shown }: ScanRequest): Promise<{ permission: ScanPermission; shift: ShiftView; now: Date }> {
    const permission = await this.permissions.forAccount(scannerId);
    if (!permission) throw noPermission();
    const shift = await this.shifts.require(permission, shiftId);
    if (shift.scanPoint.kind === 'province-entry') throw codeDoesNotApply();
    const now = this.clock.now();
    const age = now.getTime() - timeOfId(id).getTime();
    if (age > OLDEST_MS || age < -AHEAD_MS) throw idOutOfTime();
    if ('digits' in shown && (await this.log.misses(shiftId, now)) >= MISSES) throw tooManyMisses({ retryAfterSeconds: 600 });
    return { permission, shift, now };
  }
}

/** The hot path: verify and look up, read the trail, insert; three round trips in all. */
@CommandHandler(RecordScan)
export class RecordScanHandler implements ICommandHandler<RecordScan> {
  constructor(
    private readonly gate: ScanGate,
    private readonly codes: CodeReader,
    private readonly log: ScanLog,
    private readonly levels: AreaLevels,
    private readonly areas: AreaLookup,
  ) {}

  execute({ scannerId, request }: RecordScan): Promise<ScanResult> {
    return this.gate.pass(request, () => this.scan(scannerId, request));
  }

  private async scan(scannerId: string, request: ScanRequest): Promise<ScanResult> {
    const { permission, shift, now } = await this.gate.admit(scannerId, request);
    const reading = await this.codes.read(request.shown, now);
    const scan = { ...request, scannerId, permission, shift, now };
    if (reading.outcome === 'refused') {
      if (reading.refusal === 'DIGITS_TYPO') throw typo();
      // What was shown may have expired since: a retry still gets the answer of its scan.
      if (await this.log.find(request.id)) return this.again(request.id, scannerId, permission, []);
      await this.log.refuse(scan, reading.refusal);
      return { scanId: request.id, outcome: 'refused', refusal: reading.refusal, warnings: [], scannedAt: now.toISOString() };
    }
    const past = await this.log.trail(reading, now);
    const same = past.sameShowing;
    if (same && same.organizationId === permission.organizationId && now.getTime() - same.receivedAt.getTime() <= 60_000 && same.scanId !== request.id) {
      return this.again(same.scanId, scannerId, permission, ['REPEATED']);
    }
    const elsewhere = same !== undefined && same.organizationId !== permission.organizationId;
    const answer = await this.answer(reading, past, shift, permission, now);
    const inserted = await this.log.record(scan, reading, answer, elsewhere ? ['ELSEWHERE'] : []);
    if (!inserted) return this.again(request.id, scannerId, permission, []);
    if (elsewhere) await this.log.warn(same.scanId, 'ELSEWHERE');
    return { ...toResult(request.id, reading, answer), warnings: elsewhere ? ['ELSEWHERE'] : [], scannedAt: now.toISOString() };
  }

  private async answer(reading: ReadCode, past: Awaited<ReturnType<ScanLog['trail']>>, shift: ShiftView, permission: ScanPermission, now: Date): Promise<ScanAnswer> {
    const trail = trailOf(past.visits, past.before, reading.initialPosition, now);
    const advice = flowAdvice(trail, shift.scanPoint.areaKey, await this.levels.history(), now);
    const warning =
      advice.kind === 'warning'
        ? { level: { ...advice.level.name, rank: advice.level.rank }, area: this.areas.find(advice.areaKey)?.name ?? advice.areaKey, date: localDate(advice.at) }
        : {};
    return {
      documentEnds: reading.documentEnds,
      ageBand: reading.ageBand,
      ...(reading.until ? { until: reading.until } : {}),
      ...(permission.showCauses ? { causes: reading.causes } : {}),
      dataAsOf: reading.dataAsOf,
      flowAdvice: { kind: advice.kind, ...warning },
    };
  }

  /** The same row tells the same again; somebody else's id is a conflict. */
  private async again(scanId: string, scannerId: string, permission: ScanPermission, warnings: ScanResult['warnings']): Promise<ScanResult> {
    const recorded = await this.log.find(scanId);
    if (!recorded || recorded.organizationId !== permission.organizationId || (warnings.length === 0 && recorded.scannerId !== scannerId)) throw idTaken();
    return recordedResult(recorded, warnings);
  }
}

function toResult(scanId: string, { maskedName, colour, assurance }: ReadCode, answer: ScanAnswer): Omit<ScanResult, 'warnings' | 'scannedAt'> {
  return { scanId, outcome: 'read', maskedName, colour, assurance, ...answer };
}

function recordedResult({ scanId, maskedName, colour, assurance, answer, warnings, scannedAt }: RecordedScan, more: ScanResult['warnings']): ScanResult {
  return { scanId, outcome: 'read', maskedName, colour, assurance, ...answer, warnings: [...warnings, ...more], scannedAt };
}

