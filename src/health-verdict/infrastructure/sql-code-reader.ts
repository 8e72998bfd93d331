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
  type Shown,
  type Showing,
} from '../contracts/code-reader.js';
import { colourUntil, segmentOf, type Timeline } from '../domain/timeline.js';
import { seqAt } from '../domain/turns.js';
import { luhnValid, stepOfDigits } from '../token/digits.js';
import { PresentationVerifier } from '../token/verify-presentation.js';
import { RuleBook } from '../application/verdict/rule-book.js';

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
  /** Of the device that showed it. */
  session_id: string | null;
  revoked: boolean;
}

interface SerialRow {
  id: string;
  resident_id: string;
  digits_key: Buffer;
  digits_epoch: number;
  digits_epoch_at: Date | null;
}

const MIDNIGHT_MS = 60_000;
const CODE = `c.id, c.resident_id, c.serial, c.masked_name, c.document_ends, c.birth_year, c.initial_area, c.claimed_at, t.segments, t.last_seq`;
const BY_CREDENTIAL = `
  SELECT ${CODE}, d.session_id, d.revoked_at IS NOT NULL AS revoked FROM health_verdict.credential r
  JOIN health_verdict.device d ON d.id = r.device_id JOIN health_verdict.code c ON c.id = r.code_id
  LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE r.id = $1::uuid`;
/** As little as can be of a code that exists, so that its look-up takes as long as that of one that does not. */
const BY_SERIAL = `SELECT id, resident_id, digits_key, digits_epoch, digits_epoch_at FROM health_verdict.code WHERE serial = $1`;
const BY_CODE = `
  SELECT ${CODE}, NULL AS session_id, false AS revoked FROM health_verdict.code c
  LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE c.id = $1`;

interface Proof {
  readonly assurance: 'presentation' | 'digits';
  readonly showing: Showing;
  readonly presentedAt?: string;
}

/** Half of the scan path: two signatures and one look-up; writes nothing. Digits, the slow way, take a second look-up. */
@Injectable()
export class SqlCodeReader extends CodeReader {
  /** Whose digits are compared when a serial is nobody's. */
  private readonly nobody: Pick<SerialRow, 'digits_key' | 'digits_epoch'>;

  constructor(
    private readonly pool: SqlPool,
    private readonly verifier: PresentationVerifier,
    private readonly rules: RuleBook,
    private readonly cipher: FieldCipher,
    private readonly sessions: EndedSessions,
  ) {
    super();
    this.nobody = { digits_key: cipher.encrypt(randomBytes(32).toString('base64'), 'digits'), digits_epoch: 0 };
  }

  read(shown: Shown, at: Date): Promise<CodeReading> {
    return 'presentation' in shown ? this.readPresentation(shown.presentation, at) : this.readDigits(shown.digits, at);
  }

  private async readPresentation(text: string, at: Date): Promise<CodeReading> {
    const verification = this.verifier.verify(text, at);
    if (!verification.ok) return refused(verification.refusal);
    const { rows } = await this.pool.query<CodeRow>({
      name: 'code-by-credential',
      text: BY_CREDENTIAL,
      values: [verification.credentialId],
    });
    if (!rows[0]) return refused('UNKNOWN');
    if (rows[0].revoked || (await this.signedOut(rows[0]))) return refused('REVOKED');
    const { credentialId: sourceId, nonce, presentedAt } = verification;
    return this.reading(rows[0], at, {
      assurance: 'presentation',
      showing: { sourceId, nonce },
      presentedAt: presentedAt.toISOString(),
    });
  }

  /** An unknown serial and a wrong password answer alike, and after the same work. */
  private async readDigits(digits: string, at: Date): Promise<CodeReading> {
    if (!luhnValid(digits)) return refused('DIGITS_TYPO');
    const serial = serialOf(digits);
    const { rows: known } = await this.pool.query<SerialRow>({
      name: 'code-by-serial',
      text: BY_SERIAL,
      values: [serial],
    });
    const step = this.stepOf(digits, known[0] ?? this.nobody, at);
    const ended = await this.sessions.of(known[0]?.resident_id ?? serial);
    if (!known[0] || step === undefined || diedSince(known[0], ended))
      return refused('DIGITS_UNKNOWN', { serial, ...(known[0] ? { residentId: known[0].resident_id } : {}) });
    const { rows } = await this.pool.query<CodeRow>({ name: 'code-by-id', text: BY_CODE, values: [known[0].id] });
    return this.reading(rows[0]!, at, {
      assurance: 'digits',
      showing: { sourceId: known[0].id, nonce: step.toString(16).padStart(16, '0') },
    });
  }

  /** The session of the device ended, and the device will as soon as the event has arrived. */
  private async signedOut({ resident_id, session_id }: CodeRow): Promise<boolean> {
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
    const segment = row.segments ? segmentOf(row.segments, at) : undefined;
    const until = row.segments ? colourUntil(row.segments, at) : undefined;
    return {
      outcome: 'read',
      ...proof,
      codeId: row.id,
      residentId: row.resident_id,
      maskedName: row.masked_name,
      documentEnds: row.document_ends,
      ageBand: ageBand(row.birth_year, at),
      colour: segment?.colour ?? 'green',
      ...(until ? { until } : {}),
      causes: await this.rules.titles(
        (segment?.causes ?? []).map(({ cause }) => cause),
        at,
      ),
      verdictSeq: seqAt(row.segments ?? undefined, row.last_seq ?? 0, at),
      dataAsOf: await this.rules.freshness(),
      initialPosition: { areaKey: row.initial_area, at: new Date(row.claimed_at) },
    };
  }
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
