import { type NoTable, UnreadableTable } from './unreadable-table.js';

/** What files of other kinds begin with: bytes, and the place where they stand. */
const BEGINNINGS: readonly [NoTable, string, number?][] = [
  ['workbook', 'd0cf11e0'],
  ['utf-32', 'fffe0000'],
  ['utf-32', '0000feff'],
  ['picture', '89504e47'],
  ['picture', 'ffd8ff'],
  ['picture', '47494638'], // GIF8
  ['picture', '49492a00'],
  ['picture', '4d4d002a'],
  ['picture', '57454250', 8], // RIFF….WEBP
  ['picture', '6674797068656963', 4], // ftypheic, of telephones
  ['archive', '377abcaf271c'],
  ['archive', '526172211a07'],
  ['archive', '1f8b08'],
  ['pdf', '255044462d'],
  ['rich-text', '7b5c727466'],
];
const ZIP = '504b0304';
/** Where the name of a ZIP's first file stands. */
const FIRST_NAME = 30;
/** The first files of office documents. */
const OFFICE = /^(?:\[Content_Types\]|_rels|docProps|xl\/|mimetype|$)/;
/** Of a file, enough to know its kind and what it is written in. */
export const BEGINNING = 256;
const FEW = 4;
const MARKUP = /^\s*<(?:!doctype|\?xml|html|head|body|meta|table)/i;
const JSON_TEXT = /^\s*(?:\[\s*[[{]|\{\s*")/;
/** A workbook keeps its name when somebody calls it `.csv`. @throws UnreadableTable */
export function refuseOtherFiles(bytes: Uint8Array): void {
  const hex = Buffer.from(bytes.subarray(0, BEGINNING)).toString('hex');
  const other = BEGINNINGS.find(([, beginning, at = 0]) => hex.startsWith(beginning, 2 * at))?.[0];
  if (other) throw new UnreadableTable(other);
  if (hex.startsWith(ZIP)) {
    const name = Buffer.from(bytes.subarray(FIRST_NAME, FIRST_NAME + 20)).toString('latin1');
    throw new UnreadableTable(OFFICE.test(name) ? 'workbook' : 'archive');
  }
  const [first, second, third, fourth] = bytes;
  if (bytes.length < 4 || second !== 0 || third !== 0) return;
  if ((first === 0) !== (fourth === 0)) throw new UnreadableTable('utf-32');
}

/** Old programs export a web page and call it a table. @throws UnreadableTable */
export function refuseOtherTexts(opening: string): void {
  if (MARKUP.test(opening)) throw new UnreadableTable('web-page', { line: 1 });
  if (JSON_TEXT.test(opening)) throw new UnreadableTable('json');
}

/** Of bytes that are no UTF-16: in a text hardly one in a hundred controls anything. Zeros are what crashed programs leave. @throws UnreadableTable */
export function refuseBinary(bytes: Uint8Array): void {
  const some = bytes.subarray(0, BEGINNING);
  const controls = some.filter(
    (byte) => byte < 0x20 && byte !== 0x1a && byte !== 0 && (byte < 0x09 || byte > 0x0d),
  ).length;
  if (controls > FEW && controls * 20 > some.length) throw new UnreadableTable('not-text');
}
