/** What stands between figures, and the marks of direction that address books copy along. */
const BETWEEN = /[\s\p{Pd}\p{Cf}().·]/gu;

function withoutGaps(typed: string): string {
  return typed.normalize('NFKC').replace(BETWEEN, '');
}

/** However it is typed: +86, 0086, spaces, hyphens, full-width. The same as the server reads, which decides. @returns `undefined` for what is no mobile number */
export function readMobile(typed: string): string | undefined {
  const plain = withoutGaps(typed).replace(/^(\+|00)?86(?=1[3-9]\d{9}$)/, '');
  return /^(1[3-9]\d{9}|\+(?!86)[1-9]\d{6,14})$/.test(plain) ? plain : undefined;
}

export function mobileLooksRight(typed: string): boolean {
  return readMobile(typed) !== undefined;
}

/** 138****0001, +85*****8557: as lists show a number, and as it may stand in an address. */
export function maskedMobile(mobile: string): string {
  return mobile.slice(0, 3) + '*'.repeat(mobile.length - 7) + mobile.slice(-4);
}

/** What is searched for by number: a whole one, one as lists show it, or the last four digits. @returns as it is sent, never whole */
export function searchedMobile(typed: string): string | undefined {
  const whole = readMobile(typed);
  if (whole) return maskedMobile(whole);
  const part = withoutGaps(typed);
  return /^((1[3-9]\d\*{4}|\+(?!86)[1-9]\d\*{1,9})?\d{4})$/.test(part) ? part : undefined;
}

/** Nothing but what numbers are written with: no name. */
export function onlyFigures(typed: string): boolean {
  return /^[\d*+]*$/.test(withoutGaps(typed));
}
