import { isCommon, votesOf } from './likely-encoding.js';

/** Shorter ones are somebody's rare name. */
const SHORTEST = 4;

/**
 * Nearly any bytes are some UTF-16 text: rows of another encoding behind such a table become ideographs and letters that hardly anyone
 * writes, and nobody would see that they are gone. A stretch beyond ASCII is of another encoding when nine tenths of its bytes mean something
 * there (ASCII or common characters), and not half as much does as it stands.
 * @returns where it begins; -1 without one
 */
export function strayInUtf16(text: string, bigEndian: boolean): number {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x80) continue;
    const from = at;
    while (at < text.length && text.charCodeAt(at) >= 0x80) at++;
    if (at - from >= SHORTEST && isStray(text, from, at, bigEndian)) return from;
  }
  return -1;
}

function isStray(text: string, from: number, to: number, bigEndian: boolean): boolean {
  let [common, swapped] = [0, 0];
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (isCommon(unit)) common++;
    if (meansSomething(((unit & 0xff) << 8) | (unit >> 8))) swapped++;
  }
  if (common * 2 >= to - from) return false;
  const bytes = Buffer.from(text.slice(from, to), 'utf16le');
  return 10 * Math.max(2 * swapped, meaningfulBytes(bigEndian ? bytes.swap16() : bytes)) >= 9 * bytes.length;
}

function meaningfulBytes(bytes: Uint8Array): number {
  const { commonBytes } = votesOf(bytes);
  return bytes.reduce((sum, byte) => (isWritten(byte) ? sum + 1 : sum), commonBytes);
}

function meansSomething(unit: number): boolean {
  return isWritten(unit) || isCommon(unit);
}

function isWritten(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code === 0x09 || code === 0x0a || code === 0x0d;
}
