import { withoutAsides } from './asides.js';
import { asSeen } from './invisible.js';

/** Traditional characters at the heads of tables, each before the one that our names are written with. */
const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  '編编號号記记錄录證证碼码類类別别簽签發发國国區区劃划診诊門门時时間间稱称藥药購购銷销結结標标廢废閉闭'
    .match(/../gu)!
    .map((pair) => [...pair] as [string, string]),
);
const NOT_OF_A_NAME = /[\s"'*:_\p{Pd}]/gu;

/** As the head of a column is compared: typed by hand, it may have quotation marks, capitals, line breaks and remarks. `*證件\n号码（18位）：` is 证件号码, `Document Number` is `document_number`. */
export function columnName(cell: string): string {
  const plain = spelledName(cell);
  const bare = withoutAsides(plain).replaceAll(NOT_OF_A_NAME, '');
  return [...(bare || plain)].map((character) => SIMPLIFIED.get(character) ?? character).join('');
}

/** As it stands there, but for what nobody sees. */
export function spelledName(cell: string): string {
  return asSeen(cell).normalize('NFKC').replaceAll('"', '').trim().toLowerCase();
}
