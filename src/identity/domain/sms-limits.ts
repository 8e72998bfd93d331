export const RESEND_SECONDS = 60;
/** For the person themself: a session, or a browser in which they signed in before. */
export const SMS_PER_MOBILE_AND_HOUR = 5;
/** For strangers together, who cannot be told from the person at a new phone: enough that one stranger, or three, do not use it up. */
export const SMS_BY_STRANGERS_PER_MOBILE_AND_HOUR = 10;
export const SMS_BY_ONE_STRANGER_PER_MOBILE_AND_HOUR = 3;
/** Many subscribers of a mobile network share one address of IPv4; still, nobody pays for more messages than this to numbers at random. */
export const SMS_PER_ADDRESS_AND_HOUR = 100;

/** What was sent longer ago than this limits nobody. */
export const LIMITED_SECONDS = 3600;

/** A code that was sent before: to this mobile, for this address, or both. */
export interface SentBefore {
  readonly sentAt: Date;
  readonly toThisMobile: boolean;
  readonly fromThisAddress: boolean;
}

interface Limit {
  readonly counts: (sent: SentBefore) => boolean;
  readonly most: number;
  readonly seconds: number;
}

const toThisMobile = ({ toThisMobile: it }: SentBefore) => it;
const fromThisAddress = ({ fromThisAddress: it }: SentBefore) => it;
const both = (sent: SentBefore) => sent.toThisMobile && sent.fromThisAddress;
const resend: Limit = { counts: toThisMobile, most: 1, seconds: RESEND_SECONDS };

const OWN: readonly Limit[] = [
  resend,
  { counts: toThisMobile, most: SMS_PER_MOBILE_AND_HOUR, seconds: LIMITED_SECONDS },
];
const STRANGERS: readonly Limit[] = [
  resend,
  { counts: toThisMobile, most: SMS_BY_STRANGERS_PER_MOBILE_AND_HOUR, seconds: LIMITED_SECONDS },
  { counts: both, most: SMS_BY_ONE_STRANGER_PER_MOBILE_AND_HOUR, seconds: LIMITED_SECONDS },
  { counts: fromThisAddress, most: SMS_PER_ADDRESS_AND_HOUR, seconds: LIMITED_SECONDS },
];

/**
 * How long whoever wants another code waits, 0 when they may have it now. What strangers ask for is counted apart: it uses up nothing of
 * the person's own.
 * @param sent newest first, of the last hour; to the same mobile or for the same address, by strangers or by the person as the wish is
 * @param known whether it is the person themself
 */
export function waitForCode(sent: readonly SentBefore[], known: boolean, now: Date): number {
  return Math.max(...(known ? OWN : STRANGERS).map((limit) => waitUnder(limit, sent, now)));
}

/** Until the oldest of the last so many is old enough. */
function waitUnder({ counts, most, seconds }: Limit, sent: readonly SentBefore[], now: Date): number {
  const last = sent.filter(counts)[most - 1];
  return last ? Math.max(0, Math.ceil((last.sentAt.getTime() - now.getTime()) / 1000) + seconds) : 0;
}
