const SHORTEST = 12;
const LONGEST = 128;

/** Of everybody in the demo world, printed in the README. */
export const DEMO_PASSWORD = 'Bamin-demo-2020';

/** The commonest long passwords of published lists, also built on the guide's own default; short ones fall to the length. */
const COMMON = new Set(
  (
    '123456789012 1234567890123 12345678901234 123456789123 111111111111 000000000000 qwertyuiopas qwerty123456 1qaz2wsx3edc ' +
    'password1234 passwordpassword password12345 iloveyou1234 woaini1314520 woaini5201314 5201314520131 abc123456789 a123456789012 ' +
    'abcd12345678 asdfghjkl123 zxcvbnm12345 administrator adminadmin123 abc@123456abc abc@12345678 changeme1234 letmein12345 welcome12345'
  ).split(' '),
);

/**
 * Length and a block list, no composition rules (NIST SP 800-63B, 3.1.1.2).
 * @param own what others know of this person: login, name
 */
export function acceptablePassword(password: string, own: readonly string[]): boolean {
  const plain = comparable(password);
  const length = [...plain].length;
  if (length < SHORTEST || length > LONGEST) return false;
  if (COMMON.has(plain) || new Set(plain).size < 5) return false;
  return ![DEMO_PASSWORD, ...own].some((word) => word.length >= 2 && plain.includes(comparable(word)));
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
