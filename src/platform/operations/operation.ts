import { SetMetadata } from '@nestjs/common';
import type { ErrorFacts } from '../kernel/domain-error.js';
import type { Tx } from '../persistence/transactions.js';

/**
 * Received while it arrives; staged when all of it is here (from then on it counts, whatever happens to the process that took it in);
 * waiting for a second person; applying, a piece at a time; then one of the three ends.
 */
export type OperationState = 'received' | 'staged' | 'waiting' | 'applying' | 'applied' | 'cancelled' | 'failed';

/** What became of the rows, in the words of its kind. */
export type Counts = Readonly<Record<string, number>>;

export interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly state: OperationState;
  /** Rows that have arrived; all of them, once it is no longer `received`. */
  readonly total: number;
  readonly done: number;
  readonly counts: Counts;
  /** Rows in a second, since it began to be applied. */
  readonly rate?: number;
  readonly cancellable: boolean;
  readonly receivedAt: string;
  readonly finishedAt?: string;
  readonly problem?: {
    readonly code: string;
    readonly title: { readonly zh: string; readonly en: string };
    readonly facts?: ErrorFacts;
  };
}

export interface Piece {
  readonly rows: number;
  readonly counts: Counts;
}

/** How one kind of operation is applied; found by `@Operates('<kind>')`. */
export abstract class OperationKind {
  /** The next piece, in a transaction of half a second at most. @returns nothing when there was none left */
  abstract apply(tx: Tx, id: string): Promise<Piece | undefined>;

  /** After the last piece, in a transaction with the end of the operation. */
  abstract finish(tx: Tx, id: string, counts: Counts): Promise<void>;

  /** It was cancelled or given up before anything was applied: what waits for it goes. May be called twice. */
  abstract discard(id: string): Promise<void>;
}

const KEY = 'bamin:operates';
export const Operates = Object.assign((kind: string) => SetMetadata(KEY, { kind }), { KEY });
