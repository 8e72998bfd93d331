import { SetMetadata } from '@nestjs/common';
import type { Tx } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';

/** A context's promise to tell its facts again out of its own tables, for projections that are rebuilt. */
export abstract class EventReplay {
  abstract readonly events: readonly string[];
  /** Only facts visible in the transaction's snapshot, from this instant on. */
  abstract replay(tx: Tx, from: Date): AsyncIterable<readonly OutboxEvent[]>;
}

const KEY = 'bamin:offers-replay';
export const OffersReplay = Object.assign(() => SetMetadata(KEY, {}), { KEY });
