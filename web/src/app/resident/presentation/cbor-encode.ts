/** Just the CBOR that a presentation needs (RFC 8949, deterministic): unsigned numbers, negative ones, bytes, text; arrays and maps by their heads. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function head(major: number, value: number): Bytes {
  const first = major << 5;
  if (value < 24) return new Uint8Array([first | value]);
  if (value < 0x100) return new Uint8Array([first | 24, value]);
  if (value < 0x10000) return new Uint8Array([first | 25, value >> 8, value & 0xff]);
  return new Uint8Array([first | 26, (value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}

export const whole = (value: number): Bytes => (value < 0 ? head(1, -1 - value) : head(0, value));
export const bytes = (value: Uint8Array): Bytes => joined(head(2, value.length), value);
export const text = (value: string): Bytes => {
  const utf8 = new TextEncoder().encode(value);
  return joined(head(3, utf8.length), utf8);
};
export const array = (...items: Uint8Array[]): Bytes => joined(head(4, items.length), ...items);
/** Keys in ascending order are the caller's care. */
export const map = (...keysAndValues: Uint8Array[]): Bytes =>
  joined(head(5, keysAndValues.length / 2), ...keysAndValues);
