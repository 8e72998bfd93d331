import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { type EndedSession, EndedSessions } from '../../identity/contracts/ended-sessions.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { SqlPool } from '../../platform/persistence/sql-pool.js';
import { daySecret } from '../application/code/code-view.js';
import {
  CodeReader,
  type CodeReading,
  type MissedDigits,
  type Refusal,
  serialOf,
  type Showing,
  type ShownAt,
} from '../contracts/code-reader.js';
import { wordsOfCause } from '../domain/rule-book.js';
import { colourUntil, evaluate, segmentOf, type Timeline } from '../domain/timeline.js';
import { seqAt } from '../domain/turns.js';
import { luhnValid, stepOfDigits } from '../token/digits.js';
import { type Presentation, PresentationVerifier } from '../token/verify-presentation.js';
import { RuleBooks } from '../application/verdict/rule-books.js';

interface CodeRow {
  id: string;
  resident_id: string;
  serial: string;
  masked_name: string;
  document_ends: string;
  birth_year: number | null;
  initial_area: string;
  claimed_at: Date;
  segments: Timeline | null;
  last_seq: number | null;
}

interface SerialRow {
  id: string;
  resident_id: string;
  serial: string;
  digits_key: Buffer;
  digits_epoch: number;
  digits_epoch_at: Date | null;
}

interface PresentedRow extends CodeRow {
  credential_id: string;
  /** Of the device that showed it. */
  session_id: string | null;
  revoked: boolean;
}

const MIDNIGHT_MS = 60_000;
const CODE = `c.id, c.resident_id, c.serial, c.masked_name, c.document_ends, c.birth_year, c.initial_area, c.claimed_at, t.segments, t.last_seq`;
const BY_CREDENTIAL = `
  SELECT replace(r.id::text, '-', '') AS credential_id, d.session_id, d.revoked_at IS NOT NULL AS revoked, ${CODE} FROM health_verdict.credential r
  JOIN health_verdict.device d ON d.id = r.device_id JOIN health_verdict.code c ON c.id = r.code_id
  LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE r.id = ANY($1::uuid[])`;
/** As little as can be of a code that exists, so that its look-up takes as long as that of one that does not. */
const BY_SERIAL = `SELECT id, resident_id, serial, digits_key, digits_epoch, digits_epoch_at FROM health_verdict.code WHERE serial = ANY($1)`;
const BY_CODE = `
  SELECT ${CODE} FROM health_verdict.code c LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE c.id = ANY($1::uuid[])`;

interface Proof {
  readonly assurance: 'presentation' | 'digits';
  readonly showing: Showing;
  readonly presentedAt?: string;
}

interface Presented extends ShownAt {
  readonly shown: { readonly presentation: string };
}
interface Typed extends ShownAt {
  readonly shown: { readonly digits: string };
}
type Readings = Map<ShownAt, CodeReading>;

/**
 * Half of the scan path: writes nothing. One look-up for all presentations of a batch; digits, the slow way, take two, the second of which
 * is for those that are right.
 */
@Injectable()
export class SqlCodeReader extends CodeReader {
  /** Whose digits are compared when a serial is nobody's. */
  private readonly nobody: Pick<SerialRow, 'digits_key' | 'digits_epoch'>;

  constructor(
    private readonly pool: SqlPool,
    private readonly verifier: PresentationVerifier,
    private readonly ruleBooks: RuleBooks,
    private readonly cipher: FieldCipher,
    private readonly sessions: EndedSessions,
  ) {
    super();
    this.nobody = { digits_key: cipher.encrypt(randomBytes(32).toString('base64'), 'digits'), digits_epoch: 0 };
  }

  async readAll(asked: readonly ShownAt[]): Promise<readonly CodeReading[]> {
    const readings: Readings = new Map();
    await Promise.all([
      this.readPresentations(asked.filter(isPresented), readings),
      this.readDigits(asked.filter(isTyped), readings),
    ]);
    return asked.map((one) => readings.get(one)!);
  }

  private async readPresentations(asked: readonly Presented[], readings: Readings): Promise<void> {
    const verified: [Presented, Presentation][] = [];
    for (const one of asked) {
      const verification = this.verifier.verify(one.shown.presentation, one.at);
      if (verification.ok) verified.push([one, verification]);
      else readings.set(one, refused(verification.refusal));
    }
    const rows = await this.rowsBy<PresentedRow, 'credential_id'>(
      'credential_id',
      { name: 'codes-by-credential', text: BY_CREDENTIAL },
      verified.map(([, { credentialId }]) => credentialId),
    );
    for (const [one, presentation] of verified)
      readings.set(one, await this.presented(rows.get(presentation.credentialId), presentation, one.at));
  }

  private async presented(
    row: PresentedRow | undefined,
    { credentialId: sourceId, nonce, presentedAt }: Presentation,
    at: Date,
  ): Promise<CodeReading> {
    if (!row) return refused('UNKNOWN');
    if (row.revoked || (await this.signedOut(row))) return refused('REVOKED');
    return this.reading(row, at, {
      assurance: 'presentation',
      showing: { sourceId, nonce },
      presentedAt: presentedAt.toISOString(),
    });
  }

  /** An unknown serial and a wrong password answer alike, and after the same work: what only the right ones need is done after all of it. */
  private async readDigits(asked: readonly Typed[], readings: Readings): Promise<void> {
    const typed = asked.filter(({ shown }) => luhnValid(shown.digits));
    for (const one of asked) readings.set(one, refused('DIGITS_TYPO'));
    const known = await this.rowsBy<SerialRow, 'serial'>(
      'serial',
      { name: 'codes-by-serial', text: BY_SERIAL },
      typed.map(({ shown }) => serialOf(shown.digits)),
    );
    const right: [Typed, string, number][] = [];
    for (const one of typed) {
      const serial = serialOf(one.shown.digits);
      const code = known.get(serial);
      const step = this.stepOf(one.shown.digits, code ?? this.nobody, one.at);
      const ended = await this.sessions.of(code?.resident_id ?? serial);
      if (code && step !== undefined && !diedSince(code, ended)) right.push([one, code.id, step]);
      else readings.set(one, refused('DIGITS_UNKNOWN', { serial, ...(code ? { residentId: code.resident_id } : {}) }));
    }
    const rows = await this.rowsBy<CodeRow, 'id'>(
      'id',
      { name: 'codes-by-id', text: BY_CODE },
      right.map(([, id]) => id),
    );
    for (const [one, sourceId, step] of right) {
      const showing = { sourceId, nonce: step.toString(16).padStart(16, '0') };
      readings.set(one, await this.reading(rows.get(sourceId)!, one.at, { assurance: 'digits', showing }));
    }
  }

  /** No statement for nothing. */
  private async rowsBy<Row extends Record<Key, string>, Key extends string>(
    key: Key,
    statement: { name: string; text: string },
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row>> {
    if (keys.length === 0) return new Map();
    const { rows } = await this.pool.query<Row>({ ...statement, values: [keys] });
    return new Map(rows.map((row) => [row[key], row]));
  }

  /** The session of the device ended, and the device will as soon as the event has arrived. */
  private async signedOut({ resident_id, session_id }: PresentedRow): Promise<boolean> {
    return (await this.sessions.of(resident_id)).some(({ sessionId }) => sessionId === session_id);
  }

  /** For a minute around midnight the device's day may be the other one. */
  private stepOf(
    digits: string,
    { digits_key, digits_epoch: epoch }: Pick<SerialRow, 'digits_key' | 'digits_epoch'>,
    at: Date,
  ): number | undefined {
    const days = new Set([-MIDNIGHT_MS, 0, MIDNIGHT_MS].map((offset) => localDate(new Date(at.getTime() + offset))));
    return [...days]
      .map((date) => stepOfDigits(digits, serialOf(digits), daySecret(this.cipher, digits_key, { date, epoch }), at))
      .find((step) => step !== undefined);
  }

  private async reading(row: CodeRow, at: Date, proof: Proof): Promise<CodeReading> {
    const book = await this.ruleBooks.book();
    const timeline = row.segments ?? evaluate([], book, at);
    const { colour, causes, ruleVersion } = segmentOf(timeline, at);
    const until = colourUntil(timeline, at);
    return {
      outcome: 'read',
      ...proof,
      codeId: row.id,
      residentId: row.resident_id,
      maskedName: row.masked_name,
      documentEnds: row.document_ends,
      ageBand: ageBand(row.birth_year, at),
      colour,
      ...(until ? { until } : {}),
      causes: causes.map((active) => ({
        cause: active.cause,
        title: wordsOfCause(book, active.cause, at).title,
        ruleVersion: active.ruleVersion,
      })),
      ruleVersion,
      verdictSeq: seqAt(row.segments ?? undefined, row.last_seq ?? 0, at),
      dataAsOf: await this.ruleBooks.freshness(),
      initialPosition: { areaKey: row.initial_area, at: new Date(row.claimed_at) },
    };
  }
}

function isPresented(asked: ShownAt): asked is Presented {
  return 'presentation' in asked.shown;
}

function isTyped(asked: ShownAt): asked is Typed {
  return 'digits' in asked.shown;
}

/** A session ended that may have read these digits' secret, and the epoch will be raised as soon as the event has arrived. */
function diedSince({ digits_epoch_at }: SerialRow, ended: readonly EndedSession[]): boolean {
  const raised = digits_epoch_at ? new Date(digits_epoch_at).getTime() : -Infinity;
  return ended.some(({ at }) => at.getTime() > raised);
}

/** Ten years wide: enough to compare with the person, too little to find somebody. */
function ageBand(birthYear: number | null, at: Date): string {
  if (birthYear === null) return '–';
  const decade = Math.floor((at.getUTCFullYear() - birthYear) / 10) * 10;
  return `${decade}–${decade + 9}`;
}

function refused(refusal: Refusal, missed?: MissedDigits): CodeReading {
  return { outcome: 'refused', refusal, ...(missed ? { missed } : {}) };
}
