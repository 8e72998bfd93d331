declare const read: unique symbol;

/** A mobile number in the one spelling that is kept: `13800000001` in mainland China, `+441632960961` elsewhere. Only {@link readMobile} makes one. */
export type Mobile = string & { readonly [read]: 'Mobile' };

/** What stands between figures, and the marks of direction that address books copy along. */
const BETWEEN = /[\s\p{Pd}\p{Cf}().·]/gu;

/** However it is typed: +86, 0086, spaces, hyphens, full-width. @returns `undefined` for what is no mobile number */
export function readMobile(typed: string): Mobile | undefined {
  const plain = typed
    .normalize('NFKC')
    .replace(BETWEEN, '')
    .replace(/^(\+|00)?86(?=1[3-9][0-9]{9}$)/, '');
  return /^(1[3-9][0-9]{9}|\+[1-9][0-9]{6,14})$/.test(plain) && !plain.startsWith('+86')
    ? (plain as Mobile)
    : undefined;
}

/** What one may look for without writing the number into an address: its last four digits, or the number as lists mask it (138****0001, +85*****8557). @returns `undefined` for anything else, a whole number, too */
export function readMaskedMobile(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replace(BETWEEN, '');
  return /^((1[3-9][0-9]\*{4}|\+(?!86)[1-9][0-9]\*{1,9})?[0-9]{4})$/.test(plain) ? plain : undefined;
}
