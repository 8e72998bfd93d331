import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { addDays, localDate } from '../../platform/kernel/shanghai.js';
import { SqlPool } from '../../platform/persistence/sql-pool.js';
import { daySecret } from '../application/code-view.js';
import { CodeReader, type CodeReading, type Refusal, type Shown } from '../contracts/code-reader.js';
import { colourUntil, segmentOf, type Timeline } from '../domain/timeline.js';
import { digitsMatch, luhnValid } from '../presentation/digits.js';
import { type Presentation, PresentationVerifier } from '../presentation/verify-presentation.js';
import { RuleBook } from './rule-book.js';

interface CodeRow {
  id: string;
  resident_id: string;
  serial: string;
  masked_name: string;
  document_ends: string;
  birth_year: number | null;
  digits_key: Buffer;
  initial_area: string;
  claimed_at: Date;
  segments: Timeline | null;
  last_seq: number | null;
  revoked: boolean;
}

const CODE = `c.id, c.resident_id, c.serial, c.masked_name, c.document_ends, c.birth_year, c.digits_key, c.initial_area, c.claimed_at, t.segments, t.last_seq`;
const BY_CREDENTIAL = `
  SELECT ${CODE}, d.revoked_at IS NOT NULL AS revoked FROM health_verdict.credential r
  JOIN health_verdict.device d ON d.id = r.device_id JOIN health_verdict.code c ON c.id = r.code_id
  LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE r.id = $1::uuid`;
const BY_SERIAL = `
  SELECT ${CODE}, false AS revoked FROM health_verdict.code c
  LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE c.serial = $1`;

/** Half of the scan path: two signatures and one look-up; writes nothing. */
@Injectable()
export class SqlCodeReader extends CodeReader {
  constructor(
    private readonly pool: SqlPool,
    private readonly verifier: PresentationVerifier,
    private readonly rules: RuleBook,
    private readonly cipher: FieldCipher,
  ) {
    super();
  }

  read(shown: Shown, at: Date): Promise<CodeReading> {
    return 'presentation' in shown ? this.readPresentation(shown.presentation, at) : this.readDigits(shown.digits, at);
  }

  private async readPresentation(text: string, at: Date): Promise<CodeReading> {
    const verification = this.verifier.verify(text, at);
    if (!verification.ok) return refused(verification.refusal);
    const { rows } = await this.pool.query<CodeRow>({ name: 'code-by-credential', text: BY_CREDENTIAL, values: [verification.credentialId] });
    if (!rows[0]) return refused('UNKNOWN');
    if (rows[0].revoked) return refused('REVOKED');
    return this.reading(rows[0], at, verification);
  }

  /** An unknown serial and a wrong password answer alike. */
  private async readDigits(digits: string, at: Date): Promise<CodeReading> {
    if (!luhnValid(digits)) return refused('DIGITS_TYPO');
    const { rows } = await this.pool.query<CodeRow>({ name: 'code-by-serial', text: BY_SERIAL, values: [digits.slice(0, 9)] });
    return rows[0] && this.matches(digits, rows[0], at) ? this.reading(rows[0], at) : refused('DIGITS_UNKNOWN');
  }

  /** Around midnight the device may still use yesterday's secret, or already tomorrow's. */
  private matches(digits: string, { serial, digits_key }: CodeRow, at: Date): boolean {
    const today = localDate(at);
    const days = [today, addDays(today, -1), addDays(today, 1)].filter((day) => Math.abs(at.getTime() - Date.parse(`${day}T00:00:00+08:00`)) < 86_400_000 + 60_000);
    return days.some((day) => digitsMatch(digits, serial, daySecret(this.cipher, digits_key, day), at));
  }

  private async reading(row: CodeRow, at: Date, presentation?: Presentation): Promise<CodeReading> {
    const segment = row.segments ? segmentOf(row.segments, at) : undefined;
    const until = row.segments ? colourUntil(row.segments, at) : undefined;
    return {
      outcome: 'read',
      assurance: presentation ? 'presentation' : 'digits',
      ...(presentation ? { credentialId: presentation.credentialId, nonce: presentation.nonce } : {}),
      codeId: row.id,
      residentId: row.resident_id,
      maskedName: row.masked_name,
      documentEnds: row.document_ends,
      ageBand: ageBand(row.birth_year, at),
      colour: segment?.colour ?? 'green',
      ...(until ? { until } : {}),
      causes: await this.rules.titles((segment?.causes ?? []).map(({ cause }) => cause)),
      verdictSeq: row.last_seq ?? 0,
      dataAsOf: await this.rules.freshness(),
      initialPosition: { areaKey: row.initial_area, at: new Date(row.claimed_at) },
    };
  }
}

/** Ten years wide: enough to compare with the person, too little to find somebody. */
function ageBand(birthYear: number | null, at: Date): string {
  if (birthYear === null) return '–';
  const decade = Math.floor((at.getUTCFullYear() - birthYear) / 10) * 10;
  return `${decade}–${decade + 9}`;
}

function refused(refusal: Refusal): CodeReading {
  return { outcome: 'refused', refusal };
}
