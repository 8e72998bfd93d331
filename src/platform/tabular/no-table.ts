import { type NoTable, UnreadableTable } from './unreadable-table.js';

/** What files of other kinds begin with, by their first bytes. */
const BEGINNINGS: readonly [NoTable, readonly number[]][] = [
  ['workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['utf-32', [0xff, 0xfe, 0, 0]],
  ['utf-32', [0, 0, 0xfe, 0xff]],
];
/** Longest of them. */
export const BEGINNING = 4;
const MARKUP = /^\s*<(?:!doctype|\?xml|html|head|body|meta|table)/i;

/** A workbook keeps its name when somebody calls it `.csv`. @throws UnreadableTable */
export function refuseOtherFiles(bytes: Uint8Array): void {
  const other = BEGINNINGS.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte));
  if (other) throw new UnreadableTable(other[0]);
  const [first, second, third, fourth] = bytes;
  if (bytes.length < BEGINNING || second !== 0 || third !== 0) return;
  if ((first === 0) !== (fourth === 0)) throw new UnreadableTable('utf-32');
}

/** Old programs export a web page and call it a table. @throws UnreadableTable */
export function refuseWebPages(opening: string): void {
  if (MARKUP.test(opening)) throw new UnreadableTable('web-page', { line: 1 });
}
