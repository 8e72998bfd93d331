/** Ten years wide: enough to compare with the person, too little to find somebody. */
export function ageBand(birthYear: number | null, at: Date): string {
  if (birthYear === null) return '–';
  const decade = Math.floor((at.getUTCFullYear() - birthYear) / 10) * 10;
  return `${decade}–${decade + 9}`;
}

/**
 * Whether digits are dead though nobody has written it down yet: a session ended that may have read their secret, and the epoch will be raised
 * as soon as the event has arrived.
 * @param raisedAt when the epoch was raised last
 */
export function digitsDied(raisedAt: Date | null, ended: readonly { readonly at: Date }[]): boolean {
  return ended.some(({ at }) => !raisedAt || at > raisedAt);
}
