/**
 * A fact that an aggregate states about itself, in the past tense.
 * Holds ids and facts, never personal data: events are kept, queued and read by other contexts.
 */
export interface DomainEvent<Payload extends object = object> {
  /** Frozen, versioned name, e.g. `checkpoint.scan-recorded.v1`. */
  readonly type: string;
  readonly aggregateId: string;
  /** The version the aggregate has once this event is saved; upserts by readers are guarded by it. */
  readonly aggregateVersion: number;
  /** The instant the fact happened, ISO 8601 in UTC. */
  readonly occurredAt: string;
  readonly payload: Payload;
}
