import { TextDecoder } from 'node:util';

export interface Votes {
  readonly utf8: number;
  readonly gbk: number;
  /** Where the first stretch begins that is clearly UTF-8; -1 without one. */
  readonly firstUtf8: number;
  /** Bytes of characters that are common, each stretch read as it reads best. */
  readonly commonBytes: number;
}

/** Punctuation, full-width letters and the 3,755 characters of GB 2312 level 1: what Chinese texts nearly consist of. */
const COMMON_LEADS = [0xa1, 0xa3, ...Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, index) => 0xb0 + index)];
const commonCharacters = commonCharactersOf(COMMON_LEADS);

/**
 * Bytes that fit both encodings mean something in one of them only: read as the other, a text consists of characters that hardly anyone
 * writes. Each stretch of bytes beyond ASCII votes for the encoding in which at least twice as much of it is common.
 */
export function votesOf(bytes: Uint8Array): Votes {
  let [utf8, gbk, firstUtf8, commonBytes] = [0, 0, -1, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    const from = at;
    while (at < bytes.length && bytes[at]! >= 0x80) at++;
    const [asUtf8, asGbk] = [commonAsUtf8(bytes, from, at), commonAsGbk(bytes, from, at)];
    commonBytes += Math.max(asUtf8, asGbk);
    if (asUtf8 > 2 * asGbk) {
      utf8++;
      if (firstUtf8 < 0) firstUtf8 = from;
    } else if (asGbk >= 4 && asGbk > 2 * asUtf8) gbk++; // A single one is as well a letter with an accent.
  }
  return { utf8, gbk, firstUtf8, commonBytes };
}

export function isCommon(codeUnit: number): boolean {
  return commonCharacters[codeUnit] === 1;
}

/** How many bytes belong to common characters. */
function commonAsUtf8(bytes: Uint8Array, from: number, to: number): number {
  let common = 0;
  for (let at = from; at + 2 < to;) {
    const [first, second, third] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!];
    const whole = first >> 4 === 0xe && second >> 6 === 2 && third >> 6 === 2;
    const character = ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
    if (whole && commonCharacters[character]) common += 3;
    at += whole ? 3 : 1;
  }
  return common;
}

function commonAsGbk(bytes: Uint8Array, from: number, to: number): number {
  let common = 0;
  for (let at = from; at + 1 < to; at += 2) {
    const lead = bytes[at]!;
    if (bytes[at + 1]! >= 0xa1 && (lead === 0xa1 || lead === 0xa3 || (lead >= 0xb0 && lead <= 0xd7))) common += 2;
  }
  return common;
}

function commonCharactersOf(leads: readonly number[]): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const known = new Uint8Array(0x10000);
  for (const lead of leads) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) known[decoder.decode(Uint8Array.of(lead, trail)).charCodeAt(0)] = 1;
  }
  return known;
}
