import { Injectable } from '@nestjs/common';
import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { addDays, localDate, type LocalDate } from '../../../platform/kernel/shanghai.js';
import { Database } from '../../../platform/persistence/database.js';
import type { Colour, FeedFreshness, Words } from '../../contracts/code-reader.js';
import { deviceNeedsSms, notClaimed } from '../../domain/errors.js';
import { type ActiveCause, colourUntil, evaluate, type Rule, ruleInForce, segmentOf, type Timeline } from '../../domain/timeline.js';
import { RuleBook } from '../verdict/rule-book.js';

export interface CauseView extends ActiveCause {
  readonly title: Words;
  readonly source: Words;
  readonly wayBack: Words;
  readonly legalBasis: Words;
}

export interface CodeView {
  readonly codeId: string;
  readonly serial: string;
  readonly maskedName: string;
  readonly colour: Colour;
  readonly until?: string;
  readonly causes: readonly CauseView[];
  readonly dataAsOf: readonly FeedFreshness[];
  readonly ruleVersion: number;
  readonly serverTime: string;
}

export interface OwnCode {
  id: string;
  serial: string;
  masked_name: string;
  birth_year: number | null;
  digits_key: Buffer;
  segments: Timeline | null;
}

/** A resident's own code: colour, why, until when, the way back. */
@Injectable()
export class CodeViews {
  constructor(
    private readonly database: Database,
    private readonly rules: RuleBook,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  async own(residentId: string): Promise<OwnCode> {
    const { rows } = await sql<OwnCode>`
      SELECT c.id, c.serial, c.masked_name, c.birth_year, c.digits_key, t.segments
      FROM health_verdict.code c LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE c.resident_id = ${residentId}
    `.execute(this.database.read());
    if (!rows[0]) throw notClaimed();
    return rows[0];
  }

  async view(residentId: string): Promise<CodeView> {
    const code = await this.own(residentId);
    const now = this.clock.now();
    const rules = await this.rules.rules();
    const timeline = code.segments ?? evaluate([], rules, now);
    const segment = segmentOf(timeline, now);
    const until = colourUntil(timeline, now);
    return {
      codeId: code.id,
      serial: code.serial,
      maskedName: code.masked_name,
      colour: segment.colour,
      ...(until ? { until } : {}),
      causes: segment.causes.map((active) => explained(active, ruleInForce(rules, active.cause, now))),
      dataAsOf: await this.rules.freshness(),
      ruleVersion: segment.ruleVersion,
      serverTime: now.toISOString(),
    };
  }

  /**
   * The secrets of today and tomorrow, so that the digits go on without network; the same on all devices of the resident. Like the
   * QR, they are for a session with a device of its own, or before there is any.
   * @throws DEVICE.SMS_REQUIRED
   */
  async digits(residentId: string, sessionId: string): Promise<{ serial: string; days: { date: LocalDate; secret: string }[] }> {
    const { id, serial, digits_key } = await this.own(residentId);
    const { rows } = await sql<{ any: boolean; own: boolean }>`
      SELECT count(*) > 0 AS any, count(*) FILTER (WHERE session_id = ${sessionId} AND revoked_at IS NULL) > 0 AS own FROM health_verdict.device WHERE code_id = ${id}
    `.execute(this.database.read());
    if (rows[0]!.any && !rows[0]!.own) throw deviceNeedsSms();
    const today = localDate(this.clock.now());
    const days = [today, addDays(today, 1)].map((date) => ({ date, secret: daySecret(this.cipher, digits_key, date).toString('base64url') }));
    return { serial, days };
  }
}

function explained(active: ActiveCause, { title, source, wayBack, legalBasis }: Rule): CauseView {
  return { ...active, title, source, wayBack, legalBasis };
}

export function daySecret(cipher: FieldCipher, digitsKey: Buffer, date: LocalDate): Buffer {
  return createHmac('sha256', Buffer.from(cipher.decrypt(digitsKey, 'digits'), 'base64')).update(date).digest();
}

/** Changes when anything but the clock does. */
export function entityTag({ serverTime: _, ...view }: CodeView): string {
  return `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;
}
