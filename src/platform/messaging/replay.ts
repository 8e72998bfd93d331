import { SetMetadata } from '@nestjs/common';
import type { ReadAccess } from '../persistence/reader.js';
import type { OutboxEvent } from './outbox.js';

/** The events of a context once more, made out of its own tables: projections are rebuilt from them when the outbox has long dropped its rows. */
export abstract class EventReplay {
  abstract readonly events: readonly string[];
  /** Only what is visible in this snapshot, from this instant on. */
  abstract replay(snapshot: ReadAccess, from: Date): AsyncIterable<readonly OutboxEvent[]>;
}

const KEY = 'bamin:offers-replay';
export const OffersReplay = Object.assign(() => SetMetadata(KEY, {}), { KEY });
