const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const FOREIGN = -1;
/** The value of each ASCII character. */
const VALUES = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));
/** Beyond the end, too, there is nothing but a foreign character. */
const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at)] ?? FOREIGN;

/** RFC 9285. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    const value = pair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    text +=
      ALPHABET[value % 45]! +
      ALPHABET[Math.floor(value / 45) % 45]! +
      (pair ? ALPHABET[Math.floor(value / 2025)]! : '');
  }
  return text;
}

/** Whether every character is one of the 45: then each is one byte, whatever counts them. */
export function isBase45Text(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (valueAt(text, at) === FOREIGN) return false;
  return true;
}

/**
 * RFC 9285, and nothing but it: a foreign character, a group whose value does not fit, or a lone last character is no base45.
 * @returns `undefined` for all of these
 */
export function decodeBase45(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let from = 0, to = 0; from < text.length; from += 3) {
    const pair = from + 2 < text.length;
    const low = valueAt(text, from);
    const middle = valueAt(text, from + 1);
    const high = pair ? valueAt(text, from + 2) : 0;
    if (low === FOREIGN || middle === FOREIGN || high === FOREIGN) return undefined;
    const value = low + middle * 45 + high * 2025;
    if (value > (pair ? 0xffff : 0xff)) return undefined;
    if (pair) bytes[to++] = value >> 8;
    bytes[to++] = value & 0xff;
  }
  return bytes;
}
