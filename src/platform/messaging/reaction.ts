import { SetMetadata } from '@nestjs/common';
import type { Tx } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';

/** Does something once for each event: in the same transaction as its inbox row. Named by a sentence: `WhenVerdictsChanged`. */
export abstract class Reaction<Payload extends object = object> {
  abstract handle(tx: Tx, event: OutboxEvent<Payload>): Promise<void>;
}

const KEY = 'bamin:reacts-to';
export const ReactsTo = Object.assign((...types: string[]) => SetMetadata(KEY, types), { KEY });
