/** `'3501…` and `="3501…"`: how a spreadsheet is told that digits are text. Nothing of them is lost. */
export function withoutTextMark(cell: string): string {
  const formula = /^="(.*)"$/s.exec(cell);
  return formula ? formula[1]!.replaceAll('""', '"') : cell.replace(/^['‘’](?=\S)/, '');
}

/** `3.50102E+17`, also `3,50102E+17`: a number as a spreadsheet shows it; its digits are gone. */
export function isScientific(cell: string): boolean {
  return /^\d([.,]\d+)?e\+?\d{1,3}$/i.test(cell);
}

/** A document number that a spreadsheet spoilt, in whatever spelling. */
export function looksRounded(number: string): boolean {
  return isScientific(digitsOf(number)) || endsRounded(number);
}

/** Of so many digits in a row a spreadsheet keeps fifteen, and writes zeros for the others. */
const ROUNDED_DIGITS = /^\d{15}0{3,}(?:[.,]0+)?$/;

/**
 * A key of a record, in digits only, that a spreadsheet may have rounded: two records become one. One honest key in a thousand ends so and is
 * written `="…000"`; of sixteen or seventeen digits too many do for any of them to be doubted.
 */
export function isRoundedKey(cell: string): boolean {
  return ROUNDED_DIGITS.test(cell);
}

/** Eighteen digits of which a spreadsheet, which keeps fifteen, may have made the last three; however they are spaced or grouped. */
export function endsRounded(cell: string): boolean {
  return wholeNumberOf(cell).endsWith('000');
}

/** Eighteen digits in any of these spellings. */
export function isLongNumber(cell: string): boolean {
  return wholeNumberOf(cell) !== '';
}

/** `350102 19550121 1000`, `350102195501211000.0` and `350,102,195,501,211,000.00` are one number. @returns its eighteen digits; nothing for any other */
function wholeNumberOf(cell: string): string {
  if (/^[\dXx]{18}$/.test(cell)) return /\d$/.test(cell) ? cell : ''; // As most of them are written.
  const number = /^(\d{18}|\d{3}(?:[.,]\d{3}){5})(?:[.,]0+)?$/.exec(digitsOf(cell))?.[1] ?? '';
  return number.replaceAll(/[.,]/g, '');
}

function digitsOf(cell: string): string {
  return cell.normalize('NFKC').replaceAll(/[\s\p{Cf}\p{Pd}'’_]/gu, '');
}

/** The numbers of a file that a spreadsheet could have taken for numbers: all digits, and not marked as text. */
export interface LongNumbers {
  readonly all: number;
  readonly endingIn000: number;
}

/** Every hundredth sequence ends in 00, and of those one check character in eleven is 0. */
const BY_CHANCE = 1 / 1100;

/**
 * Whether so many end in 000 that a spreadsheet rounded the column: then what else it changed nobody knows. Each such number loses its row by
 * itself (one rounded number in eleven has a check character that fits, and would be somebody else); an honest file is taken for a rounded one about once in ten thousand.
 */
export function isRounded({ all, endingIn000 }: LongNumbers): boolean {
  const expected = all * BY_CHANCE;
  return endingIn000 >= 2 && endingIn000 > expected + 4 * Math.sqrt(expected) + 1;
}
