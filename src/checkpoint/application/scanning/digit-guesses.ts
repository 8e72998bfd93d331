import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type CodeReading, type MissedDigits, serialOf } from '../../../health-verdict/contracts/code-reader.js';
import { newId } from '../../../platform/kernel/ids.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import { type Tx, Transactions } from '../../../platform/persistence/transactions.js';
import { type DigitsClosed, DigitsClosedV1 } from '../../contracts/events.js';
import {
  closesDigits,
  type GuessedBy,
  type Misses,
  MISSES_FORGOTTEN_MS,
  waitBeforeGuess,
} from '../../domain/digit-guesses.js';
import { tooManyMisses } from '../../domain/errors.js';

export interface Guess {
  readonly accountId: string;
  readonly organizationId: string;
  readonly digits: string;
  readonly at: Date;
}

interface MissRow {
  by: GuessedBy;
  count: number;
  since: Date | null;
}

/**
 * Tries at digits, known to all processes. Each is counted as a miss before it is looked at, so that tries made at once cannot all pass the
 * count; one that fits, or could not be looked at, is taken back. No lock is held while a code is read.
 */
@Injectable()
export class DigitGuesses {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  async at(guess: Guess, look: () => Promise<CodeReading>): Promise<CodeReading> {
    const { id, closes } = await this.count({ ...guess, serial: serialOf(guess.digits) });
    const reading = await look().catch(async (error: unknown) => {
      await this.takeBack(id);
      throw error;
    });
    const missed = reading.outcome === 'refused' ? reading.missed : undefined;
    if (!missed) await this.takeBack(id);
    else if (closes) await this.tell(id, missed, guess.at);
    return reading;
  }

  private count(guess: Guess & { readonly serial: string }): Promise<{ id: string; closes: boolean }> {
    const id = newId();
    return this.transactions.run(async (tx) => {
      await takeTurn(tx, guess);
      const misses = await missesBefore(tx, guess);
      const wait = waitBeforeGuess(misses, guess.at);
      if (wait > 0) throw tooManyMisses({ retryAfterSeconds: Math.ceil(wait / 1000) });
      await sql`
        INSERT INTO checkpoint.digit_guess (id, account_id, organization_id, serial, guessed_at)
        VALUES (${id}, ${guess.accountId}, ${guess.organizationId}, ${guess.serial}, ${guess.at})
      `.execute(tx.db());
      return { id, closes: closesDigits(misses.serial.count) };
    });
  }

  private async takeBack(id: string): Promise<void> {
    await this.transactions.run((tx) => sql`DELETE FROM checkpoint.digit_guess WHERE id = ${id}`.execute(tx.db()));
  }

  /** Of a serial that is nobody's as well: what follows is decided later, so that the answer takes as long for both. */
  private async tell(guessId: string, { residentId }: MissedDigits, at: Date): Promise<void> {
    const payload: DigitsClosed = residentId ? { residentId } : {};
    const event = {
      type: DigitsClosedV1,
      aggregateId: guessId,
      aggregateVersion: 1,
      occurredAt: at.toISOString(),
      payload,
    };
    await this.transactions.run((tx) => this.outbox.append(tx, [event]));
  }
}

/** Guesses of one account, in one unit or at one serial come one after the other; all take their locks in the same order. */
async function takeTurn(
  tx: Tx,
  { accountId, organizationId, serial }: Guess & { readonly serial: string },
): Promise<void> {
  const turns = [`digits of account ${accountId}`, `digits of unit ${organizationId}`, `digits of serial ${serial}`];
  await sql`
    SELECT pg_advisory_xact_lock(turn) FROM (SELECT hashtextextended(name, 0) AS turn FROM unnest(${turns}::text[]) name ORDER BY turn) turns
  `.execute(tx.db());
}

/** A statement of its own: it sees what those before it in the line have counted. */
async function missesBefore(
  tx: Tx,
  { accountId, organizationId, serial, at }: Guess & { readonly serial: string },
): Promise<Record<GuessedBy, Misses>> {
  const after = new Date(at.getTime() - MISSES_FORGOTTEN_MS);
  const { rows } = await sql<MissRow>`
    SELECT 'account' AS by, count(*)::int AS count, min(guessed_at) AS since FROM checkpoint.digit_guess WHERE account_id = ${accountId} AND guessed_at > ${after}
    UNION ALL
    SELECT 'unit', count(*)::int, min(guessed_at) FROM checkpoint.digit_guess WHERE organization_id = ${organizationId} AND guessed_at > ${after}
    UNION ALL
    SELECT 'serial', count(*)::int, min(guessed_at) FROM checkpoint.digit_guess WHERE serial = ${serial} AND guessed_at > ${after}
  `.execute(tx.db());
  const of = (wanted: GuessedBy): Misses => {
    const { count, since } = rows.find(({ by }) => by === wanted)!;
    return { count, since: since ? new Date(since) : undefined };
  };
  return { account: of('account'), unit: of('unit'), serial: of('serial') };
}
