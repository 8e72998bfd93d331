/** A session that nobody used for so long is over. */
const IDLE_DAYS = 14;
/** However often it is used. */
const LONGEST_DAYS = 90;
/** Its last use is written down this often, not with every request. */
const SEEN_EVERY_SECONDS = 3600;
const DAY = 86_400_000;

export interface SessionTimes {
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export function endOfSession(openedAt: Date): Date {
  return new Date(openedAt.getTime() + LONGEST_DAYS * DAY);
}

export function isAlive({ lastSeenAt, expiresAt, revokedAt }: SessionTimes, now: Date): boolean {
  return revokedAt === null && now < expiresAt && now.getTime() < lastSeenAt.getTime() + IDLE_DAYS * DAY;
}

export function isSeenAnew({ lastSeenAt }: Pick<SessionTimes, 'lastSeenAt'>, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() > SEEN_EVERY_SECONDS * 1000;
}
