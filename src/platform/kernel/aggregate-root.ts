import type { DomainEvent } from './domain-event.js';

/**
 * Kept outside the instances: the ORM builds entities without running constructors,
 * so a field initialised in one would be missing on every loaded aggregate.
 */
const pending = new WeakMap<AggregateRoot, DomainEvent[]>();

/** The consistency boundary of a use case; remembers what happened to it until the outbox has it. */
export abstract class AggregateRoot {
  protected record(event: DomainEvent): void {
    const events = pending.get(this);
    if (events) events.push(event);
    else pending.set(this, [event]);
  }
}

/** What happened to the aggregate since it was loaded, oldest first. */
export function pendingEvents(aggregate: AggregateRoot): readonly DomainEvent[] {
  return pending.get(aggregate) ?? [];
}

/** Called after the commit only: a rolled-back transaction keeps its events for the retry. */
export function forgetEvents(aggregate: AggregateRoot): void {
  pending.delete(aggregate);
}

/** A field of an aggregate that may be missing: left out when it is made, `null` when it comes from the database. */
export type Maybe<Value> = Value | null | undefined;
