/** How many devices show a code at once. */
export const MOST_DEVICES = 3;

export interface KnownDevice {
  readonly id: string;
  /** Of the session that enrolled it. */
  readonly sessionId?: string | null | undefined;
  readonly live: boolean;
}

export interface Newcomer {
  readonly sessionId: string;
  /** The device whose place the person gives it. */
  readonly replaces?: string | undefined;
}

/**
 * What one more device needs to show the code. The very first one needs nothing but the session; every other an SMS, also in the place of
 * another, in the same session, and after all were revoked: the cookie alone, once stolen, takes nobody's place.
 */
export type Enrolment =
  { readonly needs: 'nothing' | 'sms'; readonly ends: readonly string[] } | { readonly needs: 'place' };

/** A session has one device: the newcomer takes the place of the one before it, and of the one that the person names. */
export function enrolmentOf({ sessionId, replaces }: Newcomer, known: readonly KnownDevice[]): Enrolment {
  if (known.length === 0) return { needs: 'nothing', ends: [] };
  const live = known.filter((device) => device.live);
  const ends = live.filter((device) => device.sessionId === sessionId || device.id === replaces).map(({ id }) => id);
  return live.length - ends.length < MOST_DEVICES ? { needs: 'sms', ends } : { needs: 'place' };
}

/** Digits are read where the QR is shown: in a session with a device of its own, or while there never was any. */
export function mayReadDigits(sessionId: string, known: readonly KnownDevice[]): boolean {
  return known.length === 0 || known.some((device) => device.live && device.sessionId === sessionId);
}
