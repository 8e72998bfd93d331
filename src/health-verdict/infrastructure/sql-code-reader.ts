import { Injectable, Logger } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { EndedSessions } from '../../identity/contracts/ended-sessions.js';
import { DigitsSecrets } from '../application/code/digits-secrets.js';
import {
  CodeReader,
  type CodeReading,
  type FeedFreshness,
  type MissedDigits,
  type Refusal,
  serialOf,
  type Showing,
  type ShownAt,
} from '../contracts/code-reader.js';
import { type RuleBook, wordsOfCause } from '../domain/rule-book.js';
import { ageBand, digitsDied } from '../domain/shown-code.js';
import { colourUntil, evaluate, segmentOf } from '../domain/timeline.js';
import { seqAt } from '../domain/turns.js';
import { daysAround, luhnValid, stepOfDigits } from '../token/digits.js';
import { PresentationVerifier, readPresentation, type ShownPresentation } from '../token/verify-presentation.js';
import { Feeds } from '../application/evidence/feeds.js';
import { RuleBooks } from '../application/verdict/rule-books.js';
import { type CodeRow, CodeRows, type PresentedRow, type SerialRow } from './code-rows.js';

/** Signatures verified before others get their turn: some 4 ms. */
const IN_ONE_GO = 32;
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

/** What all codes of a batch are read by. */
interface Light {
  readonly book: RuleBook;
  readonly dataAsOf: readonly FeedFreshness[];
}

/**
 * Half of the scan path: writes nothing. One look-up for all presentations of a batch; digits, the slow way, take two, the second of which
 * is for those that are right. What is damaged in the row of one code concerns that code alone.
 */
@Injectable()
export class SqlCodeReader extends CodeReader {
  /** Whose digits are compared when a serial is nobody's. */
  private readonly nobody: Pick<SerialRow, 'id' | 'digits_key' | 'digits_epoch'>;
  private readonly log = new Logger('CodeReader');

  constructor(
    private readonly rows: CodeRows,
    private readonly verifier: PresentationVerifier,
    private readonly ruleBooks: RuleBooks,
    private readonly secrets: DigitsSecrets,
    private readonly feeds: Feeds,
    private readonly sessions: EndedSessions,
  ) {
    super();
    this.nobody = { id: 'nobody', digits_key: secrets.draw().digitsKey, digits_epoch: 0 };
  }

  async readAll(asked: readonly ShownAt[]): Promise<readonly CodeReading[]> {
    const readings: Readings = new Map();
    const light = { book: await this.ruleBooks.book(), dataAsOf: await this.feeds.freshness() };
    await Promise.all([
      this.readPresentations(asked.filter(isPresented), light, readings),
      this.readDigits(asked.filter(isTyped), light, readings),
    ]);
    return asked.map((one) => readings.get(one)!);
  }

  private async readPresentations(asked: readonly Presented[], light: Light, readings: Readings): Promise<void> {
    const shown: [Presented, ShownPresentation][] = [];
    for (const one of asked) {
      const presentation = readPresentation(one.shown.presentation);
      if ('refusal' in presentation) readings.set(one, refused(presentation.refusal));
      else shown.push([one, presentation]);
    }
    const rows = await this.rows.byCredential(shown.map(([, { credentialId }]) => credentialId));
    for (const [index, [one, presentation]] of shown.entries()) {
      if (index % IN_ONE_GO === IN_ONE_GO - 1) await setImmediate();
      const row = rows.get(presentation.credentialId);
      readings.set(one, await this.alone(row, () => this.presented(presentation, row, one.at, light)));
    }
  }

  /** What was issued by this id is in its row, so of the two signatures only the device's is verified. */
  private async presented(
    shown: ShownPresentation,
    row: PresentedRow | undefined,
    at: Date,
    light: Light,
  ): Promise<CodeReading> {
    const verification = this.verifier.check(shown, row?.digest ?? undefined, at);
    if (!verification.ok) return refused(verification.refusal);
    if (!row) return refused('UNKNOWN');
    if (row.revoked || (await this.signedOut(row))) return refused('REVOKED');
    const { credentialId: sourceId, nonce, presentedAt } = verification;
    const showing = { sourceId, nonce };
    return readCode(row, at, { assurance: 'presentation', showing, presentedAt: presentedAt.toISOString() }, light);
  }

  /** An unknown serial and a wrong password answer alike, and after the same work: what only the right ones need is done after all of it. */
  private async readDigits(asked: readonly Typed[], light: Light, readings: Readings): Promise<void> {
    const typed = asked.filter(({ shown }) => luhnValid(shown.digits));
    for (const one of asked) readings.set(one, refused('DIGITS_TYPO'));
    const known = await this.rows.bySerial(typed.map(({ shown }) => serialOf(shown.digits)));
    const right: [Typed, string, number][] = [];
    for (const one of typed) {
      const serial = serialOf(one.shown.digits);
      const code = known.get(serial);
      const step = this.stepOf(one.shown.digits, code ?? this.nobody, one.at);
      const ended = await this.sessions.of(code?.resident_id ?? serial);
      if (code && step !== undefined && !digitsDied(code.digits_epoch_at, ended)) right.push([one, code.id, step]);
      else readings.set(one, refused('DIGITS_UNKNOWN', { serial, ...(code ? { residentId: code.resident_id } : {}) }));
    }
    const rows = await this.rows.byId(right.map(([, id]) => id));
    for (const [one, sourceId, step] of right) {
      const [row, showing] = [rows.get(sourceId)!, { sourceId, nonce: step.toString(16).padStart(16, '0') }];
      const read = async () => readCode(row, one.at, { assurance: 'digits', showing }, light);
      readings.set(one, await this.alone(row, read));
    }
  }

  /** The session of the device ended, and the device will as soon as the event has arrived. */
  private async signedOut({ resident_id, session_id }: PresentedRow): Promise<boolean> {
    return (await this.sessions.of(resident_id)).some(({ sessionId }) => sessionId === session_id);
  }

  /** Digits of a key that does not open fit nothing: the others of the batch are read all the same. */
  private stepOf(
    digits: string,
    { id, digits_key, digits_epoch: epoch }: Pick<SerialRow, 'id' | 'digits_key' | 'digits_epoch'>,
    at: Date,
  ): number | undefined {
    try {
      return daysAround(at)
        .map((date) => stepOfDigits(digits, serialOf(digits), this.secrets.ofDay(digits_key, { date, epoch }), at))
        .find((step) => step !== undefined);
    } catch (error) {
      this.log.error(`The digits' key of code ${id} does not open: ${(error as Error).message}`);
      return undefined;
    }
  }

  private async alone(row: CodeRow | undefined, read: () => Promise<CodeReading>): Promise<CodeReading> {
    try {
      return await read();
    } catch (reason) {
      this.log.error(`What is kept of code ${row?.id} is damaged: ${(reason as Error).message}`);
      return { outcome: 'unread', reason };
    }
  }
}

function readCode(row: CodeRow, at: Date, proof: Proof, { book, dataAsOf }: Light): CodeReading {
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
    dataAsOf,
    initialPosition: { areaKey: row.initial_area, at: row.claimed_at },
  };
}

function isPresented(asked: ShownAt): asked is Presented {
  return 'presentation' in asked.shown;
}

function isTyped(asked: ShownAt): asked is Typed {
  return 'digits' in asked.shown;
}

function refused(refusal: Refusal, missed?: MissedDigits): CodeReading {
  return { outcome: 'refused', refusal, ...(missed ? { missed } : {}) };
}
