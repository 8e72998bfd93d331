import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Transactions } from '../../platform/persistence/transactions.js';

/**
 * One guess after the other: counting misses and adding one are apart, so guesses made at once would all pass the count. In a process
 * they queue without a connection; between processes the row of the shift is the turn.
 */
@Injectable()
export class DigitTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(private readonly transactions: Transactions) {}

  async inTurn<T>(shiftId: string, guess: () => Promise<T>): Promise<T> {
    const before = this.last.get(shiftId) ?? Promise.resolve();
    const mine = before.then(() => this.alone(shiftId, guess));
    const settled = mine.catch(() => undefined);
    this.last.set(shiftId, settled);
    try {
      return await mine;
    } finally {
      if (this.last.get(shiftId) === settled) this.last.delete(shiftId);
    }
  }

  private alone<T>(shiftId: string, guess: () => Promise<T>): Promise<T> {
    return this.transactions.run(async (tx) => {
      await sql`SELECT 1 FROM checkpoint.shift WHERE id = ${shiftId} FOR UPDATE`.execute(tx.db());
      return guess();
    });
  }
}
