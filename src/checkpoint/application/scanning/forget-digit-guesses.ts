import { Injectable } from '@nestjs/common';
import { Every, type Scheduled } from '../../../platform/messaging/schedule.js';
import { olderBy, removeOlder } from '../../../platform/persistence/remove-older.js';
import { Transactions } from '../../../platform/persistence/transactions.js';

/** They count for ten minutes; the rest of the day is for whoever asks what happened. */
export const GUESSES_KEPT_DAYS = 1;

@Injectable()
@Every({ seconds: 3600 })
export class ForgetDigitGuesses implements Scheduled {
  constructor(private readonly transactions: Transactions) {}

  run(): Promise<void> {
    const seconds = GUESSES_KEPT_DAYS * 86_400;
    return removeOlder(this.transactions, {
      table: 'checkpoint.digit_guess',
      key: ['id'],
      seconds,
      past: olderBy('guessed_at'),
    });
  }
}
