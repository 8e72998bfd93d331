import { Injectable } from '@nestjs/common';
import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { localDate, type LocalDate } from '../../../platform/kernel/shanghai.js';
import { Database } from '../../../platform/persistence/database.js';
import type { FeedFreshness } from '../../contracts/code-reader.js';
import { type Colour, type ColourWords, type Words, wordsOfColour } from '../../contracts/colours.js';
import { mayReadDigits } from '../../domain/devices.js';
import { deviceNeedsSms, notClaimed } from '../../domain/errors.js';
import { type CauseRule, wordsOfCause } from '../../domain/rule-book.js';
import { type ActiveCause, nextColour, evaluate, segmentOf, type Timeline } from '../../domain/timeline.js';
import { RuleBooks } from '../verdict/rule-books.js';
import { Devices } from './devices.js';

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
  readonly colourWords: ColourWords;
  /** When the colour changes by itself, and to which. */
  readonly until?: string;
  readonly nextColourWords?: ColourWords;
  readonly causes: readonly CauseView[];
  readonly dataAsOf: readonly FeedFreshness[];
  readonly ruleVersion: number;
  /** Another one than that of the digits' secret which a device holds: the secret is dead, ask for the digits again. */
  readonly digitsEpoch: number;
  readonly serverTime: string;
}

export interface DigitsView {
  readonly serial: string;
  readonly epoch: number;
  /** Today alone: a secret that was read is worth nothing tomorrow. */
  readonly days: readonly { readonly date: LocalDate; readonly secret: string }[];
}

export interface OwnCode {
  id: string;
  resident_id: string;
  serial: string;
  masked_name: string;
  birth_year: number | null;
  digits_key: Buffer;
  digits_epoch: number;
  segments: Timeline | null;
}

/** A resident's own code: colour, why, until when, the way back. */
@Injectable()
export class CodeViews {
  constructor(
    private readonly database: Database,
    private readonly ruleBooks: RuleBooks,
    private readonly devices: Devices,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  async own(residentId: string): Promise<OwnCode> {
    const code = await this.find(residentId);
    if (!code) throw notClaimed();
    return code;
  }

  async find(residentId: string): Promise<OwnCode | undefined> {
    const { rows } = await sql<OwnCode>`
      SELECT c.id, c.resident_id, c.serial, c.masked_name, c.birth_year, c.digits_key, c.digits_epoch, t.segments
      FROM health_verdict.code c LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE c.resident_id = ${residentId}
    `.execute(this.database.read());
    return rows[0];
  }

  async view(residentId: string): Promise<CodeView> {
    const code = await this.own(residentId);
    const now = this.clock.now();
    const book = await this.ruleBooks.book();
    const timeline = code.segments ?? evaluate([], book, now);
    const segment = segmentOf(timeline, now);
    const next = nextColour(timeline, now);
    return {
      codeId: code.id,
      serial: code.serial,
      maskedName: code.masked_name,
      colour: segment.colour,
      colourWords: wordsOfColour(book.scale, segment.colour),
      ...(next ? { until: next.from, nextColourWords: wordsOfColour(book.scale, next.colour) } : {}),
      causes: segment.causes.map((active) => explained(active, wordsOfCause(book, active.cause, now))),
      dataAsOf: await this.ruleBooks.freshness(),
      ruleVersion: segment.ruleVersion,
      digitsEpoch: code.digits_epoch,
      serverTime: now.toISOString(),
    };
  }

  /**
   * The secret of this Shanghai day, so that the digits go on without network until midnight; the same on all devices of the resident. Like
   * the QR, it is for a session with a device of its own, or before there is any.
   * @throws DEVICE.SMS_REQUIRED
   */
  async digits(residentId: string, sessionId: string): Promise<DigitsView> {
    const { id, serial, digits_key, digits_epoch: epoch } = await this.own(residentId);
    if (!mayReadDigits(sessionId, await this.devices.of(id))) throw deviceNeedsSms();
    const date = localDate(this.clock.now());
    return {
      serial,
      epoch,
      days: [{ date, secret: daySecret(this.cipher, digits_key, { date, epoch }).toString('base64url') }],
    };
  }
}

function explained(active: ActiveCause, { title, source, wayBack, legalBasis }: CauseRule): CauseView {
  return { ...active, title, source, wayBack, legalBasis };
}

/** Of a day and an epoch; before the first end of a device or session it is of the day alone. */
export function daySecret(
  cipher: FieldCipher,
  digitsKey: Buffer,
  { date, epoch }: { date: LocalDate; epoch: number },
): Buffer {
  return createHmac('sha256', Buffer.from(cipher.decrypt(digitsKey, 'digits'), 'base64'))
    .update(epoch === 0 ? date : `${date} ${epoch}`)
    .digest();
}

/** Changes when anything but the clock does. */
export function entityTag({ serverTime: _, ...view }: CodeView): string {
  return `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;
}
