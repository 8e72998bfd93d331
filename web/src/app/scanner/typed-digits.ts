/** The digits above a code as typed: 9-digit serial, 6-digit one-time password, Luhn check over all (docs/token-format.md). */
export const DIGITS_LENGTH = 16;

/** Says a slip of the finger at once, before the server is asked. */
export function luhnValid(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
