import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type CodeReading, type MissedDigits, serialOf } from '../../../health-verdict/contracts/code-reader.js';
import { newId } from '../../../platform/kernel/ids.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import { type Tx, Transactions } from '../../../platform/persistence/transactions.js';
import { type DigitsClosed, DigitsClosedV1 } from '../../contracts/events.js';
import { closesDigits, type Guess, missesCountAfter, waitBeforeGuess } from '../../domain/digit-guesses.js';
import { tooManyMisses } from '../../domain/errors.js';
import type { CheckpointTables } from '../../tables.js';

export interface TypedDigits {
  readonly accountId: string;
  readonly organizationId: string;
  readonly digits: string;
  readonly at: Date;
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

  async at(
    { accountId, organizationId, digits, at }: TypedDigits,
    look: () => Promise<CodeReading>,
  ): Promise<CodeReading> {
    const { id, closes } = await this.count({ account: accountId, unit: organizationId, serial: serialOf(digits), at });
    const reading = await look().catch(async (error: unknown) => {
      await this.takeBack(id);
      throw error;
    });
    const missed = reading.outcome === 'refused' ? reading.missed : undefined;
    if (!missed) await this.takeBack(id);
    else if (closes) await this.tell(id, missed, at);
    return reading;
  }

  private count(guess: Guess): Promise<{ id: string; closes: boolean }> {
    const id = newId();
    return this.transactions.run(async (tx) => {
      await takeTurn(tx, guess);
      const misses = await missesLike(tx, guess);
      const wait = waitBeforeGuess(guess, misses);
      if (wait > 0) throw tooManyMisses({ retryAfterSeconds: Math.ceil(wait / 1000) });
      const { account: account_id, unit: organization_id, serial, at: guessed_at } = guess;
      await tx
        .db<CheckpointTables>()
        .insertInto('checkpoint.digit_guess')
        .values({ id, account_id, organization_id, serial, guessed_at })
        .execute();
      return { id, closes: closesDigits(guess, misses) };
    });
  }

  private async takeBack(id: string): Promise<void> {
    await this.transactions.run((tx) =>
      tx.db<CheckpointTables>().deleteFrom('checkpoint.digit_guess').where('id', '=', id).execute(),
    );
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
async function takeTurn(tx: Tx, { account, unit, serial }: Guess): Promise<void> {
  const turns = [`digits of account ${account}`, `digits of unit ${unit}`, `digits of serial ${serial}`];
  await sql`
    SELECT pg_advisory_xact_lock(turn) FROM (SELECT hashtextextended(name, 0) AS turn FROM unnest(${turns}::text[]) name ORDER BY turn) turns
  `.execute(tx.db());
}

/** A statement of its own: it sees what those before it in the line have counted. There are never more of them than may be missed. */
async function missesLike(tx: Tx, { account, unit, serial, at }: Guess): Promise<Guess[]> {
  const rows = await tx
    .db<CheckpointTables>()
    .selectFrom('checkpoint.digit_guess')
    .select(['account_id as account', 'organization_id as unit', 'serial', 'guessed_at as at'])
    .where('guessed_at', '>', missesCountAfter(at))
    .where((where) =>
      where.or([where('account_id', '=', account), where('organization_id', '=', unit), where('serial', '=', serial)]),
    )
    .execute();
  return rows;
}
