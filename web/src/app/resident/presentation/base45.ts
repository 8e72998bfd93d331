const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** RFC 9285: two bytes become three characters of the QR code's alphanumeric mode. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    const value = pair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    text += ALPHABET[value % 45] + ALPHABET[Math.floor(value / 45) % 45] + (pair ? ALPHABET[Math.floor(value / 2025)] : '');
  }
  return text;
}
