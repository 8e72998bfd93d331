import { Injectable } from '@nestjs/common';
import { AreaLevels, type LevelHistory } from '../../../health-verdict/contracts/area-levels.js';
import { CodeReader, type CodeReading, type ReadCode } from '../../../health-verdict/contracts/code-reader.js';
import { AreaLookup } from '../../../organization/contracts/area-lookup.js';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { localDate } from '../../../platform/kernel/shanghai.js';
import { isOfOneRow } from '../../../platform/persistence/row-errors.js';
import { flowAdvice, type FlowWarning, trailOf } from '../../domain/flow-advice.js';
import { decide, firstOfEach } from '../../domain/scan-decision.js';
import { assertSameScan } from '../../domain/same-scan.js';
import { warningsOf } from '../../domain/showing.js';
import { type KnownScans, NOTHING_PAST, type Past, PastScans } from './past-scans.js';
import { isSealOf, type Scan, type ScanAnswer, type ScanResult, toResult } from './scan.js';
import { type NewRow, ScanLog } from './scan-log.js';

/** Somebody else was faster with this showing or this id, in this batch or another: it is decided again, knowing that. */
export const OVERTAKEN = Symbol('overtaken');
export type Outcome = PromiseSettledResult<ScanResult | typeof OVERTAKEN>;

type Settled = PromiseSettledResult<ScanResult>;

/** What a batch is decided by. */
interface Facts extends KnownScans {
  readonly levels: LevelHistory;
}

/**
 * One path for many scans: their codes are read, what is known of them is read, each is decided, what is new is recorded; one statement for each of
 * these, however many they are. Each scan has its own outcome; a row that fails does not fail its neighbours.
 */
@Injectable()
export class ScanPath {
  constructor(
    private readonly codes: CodeReader,
    private readonly past: PastScans,
    private readonly log: ScanLog,
    private readonly levels: AreaLevels,
    private readonly areas: AreaLookup,
    private readonly hash: KeyedHash,
  ) {}

  /** @returns in the order of the scans; @throws for all of them when the database does not answer */
  async record(scans: readonly Scan[]): Promise<readonly Outcome[]> {
    await this.read(scans);
    return this.together(scans);
  }

  /** The answer of a scan that was recorded before under its id, if it was. */
  async repeat(scan: Scan): Promise<ScanResult | undefined> {
    const { recorded } = await this.past.of([scan], new Map());
    const known = this.known(scan, recorded);
    if (!known) return undefined;
    assertSameScan(known, { scannerId: scan.scannerId, at: scan.receivedAt });
    return toResult(known, scan.scannerId);
  }

  /** What was overtaken has been read already. */
  private async read(scans: readonly Scan[]): Promise<void> {
    const unread = scans.filter(({ reading }) => !reading);
    if (unread.length === 0) return;
    const readings = await this.codes.readAll(unread.map(({ shown, receivedAt: at }) => ({ shown, at })));
    unread.forEach((scan, index) => (scan.reading = readings[index]!));
  }

  /** When one row fails the statement of all, each goes again by itself. */
  private async together(scans: readonly Scan[]): Promise<readonly Outcome[]> {
    try {
      return await this.recordAll(scans);
    } catch (error) {
      if (!isOfOneRow(error)) throw error;
      if (scans.length === 1) return [{ status: 'rejected', reason: error }];
      return (await Promise.all(scans.map((scan) => this.together([scan])))).flat();
    }
  }

  private async recordAll(scans: readonly Scan[]): Promise<readonly Outcome[]> {
    const facts = await this.factsOf(scans);
    const plans = scans.map((scan) => this.plan(scan, facts));
    const ahead = new Set(firstOfEach(plans.filter(makesRow), marksOf));
    const recorded = await this.log.record([...ahead]);
    return plans.map((plan) => {
      if (!makesRow(plan)) return plan;
      return fulfilled(ahead.has(plan) && recorded.has(plan.scan.id) ? resultOf(plan) : OVERTAKEN);
    });
  }

  private async factsOf(scans: readonly Scan[]): Promise<Facts> {
    const codes = new Map<Scan, ReadCode>();
    for (const scan of scans) if (scan.reading?.outcome === 'read') codes.set(scan, scan.reading);
    return { levels: await this.levels.history(), ...(await this.past.of(scans, codes)) };
  }

  /** The row that this scan makes, or its outcome when it makes none. */
  private plan(scan: Scan, facts: Facts): NewRow | Settled {
    try {
      return this.decide(scan, scan.reading!, facts);
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  }

  private decide(scan: Scan, reading: CodeReading, facts: Facts): NewRow | Settled {
    const { id: scanId, scannerId, receivedAt, shift } = scan;
    if (reading.outcome === 'unread') throw reading.reason;
    const past = facts.pasts.get(scan) ?? NOTHING_PAST;
    const decision = decide(
      { scanId, scanPointId: shift.scanPoint.id, scannerId, receivedAt },
      reading.outcome === 'read' ? { code: reading, earlier: past.showings } : reading,
      this.known(scan, facts.recorded),
    );
    if (decision.kind === 'repeat') return fulfilled(toResult(decision.known, scannerId));
    if (decision.kind === 'same-passage') return fulfilled(toResult(decision.scan, scannerId, ['REPEATED']));
    if (decision.kind === 'refuse') return { scan, refusal: decision.refusal };
    return { ...decision, scan, answer: this.answer(scan, decision.code, past, facts.levels) };
  }

  private known({ id, shown }: Scan, recorded: KnownScans['recorded']) {
    const scan = recorded.get(id);
    return scan && { ...scan, sameShown: isSealOf(scan.seal, shown, this.hash) };
  }

  private answer(
    { shift, permission, receivedAt }: Scan,
    code: ReadCode,
    past: Past,
    levels: LevelHistory,
  ): ScanAnswer {
    const trail = trailOf(past.visits, past.before, code.initialPosition, receivedAt);
    const advice = flowAdvice(trail, shift.scanPoint.areaKey, levels, receivedAt);
    return {
      documentEnds: code.documentEnds,
      ageBand: code.ageBand,
      ...(code.until ? { until: code.until } : {}),
      ...(permission.showCauses ? { causes: code.causes } : {}),
      ruleVersion: code.ruleVersion,
      dataAsOf: code.dataAsOf,
      flowAdvice: { kind: advice.kind, ...(advice.kind === 'warning' ? this.inWords(advice) : {}) },
    };
  }

  private inWords({ level, areaKey, at }: FlowWarning) {
    const area = this.areas.find(areaKey)?.name ?? areaKey;
    return { level: { ...level.name, rank: level.rank }, area, date: localDate(at) };
  }
}

function makesRow(plan: NewRow | Settled): plan is NewRow {
  return 'scan' in plan;
}

/** What two scans of a batch must not both be new with. */
function marksOf(row: NewRow): readonly string[] {
  const id = `id ${row.scan.id}`;
  return 'code' in row
    ? [id, `showing ${row.code.residentId} ${row.code.showing.sourceId} ${row.code.showing.nonce}`]
    : [id];
}

function resultOf(row: NewRow): ScanResult {
  const { id: scanId, scannerId, receivedAt } = row.scan;
  const recorded = { scanId, scannerId, receivedAt };
  if (!('code' in row)) return toResult({ ...recorded, outcome: 'refused', refusal: row.refusal }, scannerId);
  const { maskedName, colour, assurance } = row.code;
  const { answer, passage } = row;
  return toResult(
    { ...recorded, outcome: 'read', maskedName, colour, assurance, answer, warnings: warningsOf(passage).warnings },
    scannerId,
  );
}

function fulfilled<Value>(value: Value): PromiseFulfilledResult<Value> {
  return { status: 'fulfilled', value };
}
