import { DiscoveryService } from '@nestjs/core';
import type { DomainEvent } from '../kernel/domain-event.js';
import type { Tx } from '../persistence/transactions.js';
import type { OutboxEvent } from './outbox.js';

/** Does something once for each event: in the same transaction as its inbox row. */
export abstract class Reaction<Payload extends object = object> {
  abstract handle(tx: Tx, event: OutboxEvent<Payload>): Promise<void>;
}

/** Where an event's effect is written; a rebuild writes to a shadow instead. */
export type TableNames = (table: string) => string;

/** A table that follows the facts, batch by batch; may be rebuilt from zero at any time. */
export abstract class Projection {
  abstract apply(tx: Tx, events: readonly OutboxEvent[], table: TableNames): Promise<void>;
}

/** A context's promise to tell its facts again out of its own tables, for rebuilt projections. */
export abstract class EventReplay {
  abstract readonly types: readonly string[];
  /** Only facts visible in the transaction's snapshot; ids are the ones the outbox carried where it still has them. */
  abstract replay(tx: Tx): AsyncIterable<readonly DomainEvent[]>;
}

export interface ProjectionOptions {
  readonly name: string;
  readonly events: readonly string[];
  readonly tables: readonly string[];
}

/** A sweep; runs in one worker at a time. */
export abstract class Scheduled {
  abstract run(): Promise<void>;
}

export const ReactsTo = DiscoveryService.createDecorator<readonly string[]>();
export const Projects = DiscoveryService.createDecorator<ProjectionOptions>();
export const OffersReplay = DiscoveryService.createDecorator<object>();
export const Every = DiscoveryService.createDecorator<{ seconds: number }>();

/** Every provider that carries the decorator, with what it was decorated with. */
export function decorated<Provider, Options>(
  discovery: DiscoveryService,
  decorator: { KEY: string } & ((options?: Options) => unknown),
): { name: string; provider: Provider; options: Options }[] {
  return discovery
    .getProviders()
    .filter((wrapper) => wrapper.metatype && wrapper.instance)
    .flatMap((wrapper) => {
      const options = Reflect.getMetadata(decorator.KEY, wrapper.metatype as object) as Options | undefined;
      return options === undefined ? [] : [{ name: wrapper.name as string, provider: wrapper.instance as Provider, options }];
    });
}
