import { SetMetadata } from '@nestjs/common';
import type { Tx } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';

/** Where an event's effect is written; a rebuild writes to a shadow instead. */
export type TableNames = (table: string) => string;

/** A table that follows the facts, batch by batch; may be rebuilt from zero at any time. */
export abstract class Projection {
  abstract apply(tx: Tx, events: readonly OutboxEvent[], table: TableNames): Promise<void>;
}

export interface ProjectionOptions {
  readonly name: string;
  readonly events: readonly string[];
  readonly tables: readonly string[];
}

const KEY = 'bamin:projects';
export const Projects = Object.assign((options: ProjectionOptions) => SetMetadata(KEY, options), { KEY });
