export interface EndedSession {
  readonly sessionId: string;
  readonly at: Date;
}

/**
 * Sessions that ended within the last hour, for who must not wait until `identity.sessions-ended.v1` has gone round: known within the five
 * seconds in which a session itself is dead everywhere; in the process that ended it, at once. Answered from memory.
 */
export abstract class EndedSessions {
  abstract of(residentId: string): Promise<readonly EndedSession[]>;
  /** Not from memory: for who makes something that must end with its session, while nobody can make or end anything beside it. */
  abstract hasEnded(sessionId: string): Promise<boolean>;
}
