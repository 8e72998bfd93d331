type Utf16 = 'utf-16le' | 'utf-16be';

/** Chinese text and what stands in tables beside it. */
const WRITTEN = /[\t\n\r\x20-\x7e\u00b7\u2010-\u203f\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]/g;
/** One character in so many is a separator, a digit or a line end; in eight-bit texts none has a zero beside it. */
const ASCII_EACH = 32;

/** UTF-16 without a byte order mark. Read as that it is Chinese text, with a zero beside each of its separators; any other text is ideographs at random, without one. @param bytes the beginning of a file */
export function unmarkedUtf16(bytes: Uint8Array): Utf16 | undefined {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  if (even.length < 4) return undefined;
  if (isText(even.toString('utf16le'))) return 'utf-16le';
  return isText(even.swap16().toString('utf16le')) ? 'utf-16be' : undefined;
}

function isText(text: string): boolean {
  const ascii = text.match(/[\t\n\r\x20-\x7e]/g)?.length ?? 0;
  return ascii * ASCII_EACH >= text.length && (text.match(WRITTEN)?.length ?? 0) * 10 >= text.length * 9;
}
