/** `'3501…` and `="3501…"`: how a spreadsheet is told that digits are text. Nothing of them is lost. */
export function withoutTextMark(cell: string): string {
  const formula = /^="(.*)"$/s.exec(cell);
  return formula ? formula[1]!.replaceAll('""', '"') : cell.replace(/^['‘’](?=\S)/, '');
}

/** `3.50102E+17`: a number as a spreadsheet shows it; its digits are gone. */
export function isScientific(cell: string): boolean {
  return /^\d(\.\d+)?e\+?\d{1,3}$/i.test(cell);
}

/** Eighteen digits of which a spreadsheet, which keeps fifteen, may have made the last three. */
export function endsRounded(cell: string): boolean {
  return /^\d{15}000$/.test(cell);
}

/** The numbers of a file that a spreadsheet could have taken for numbers: all digits, and not marked as text. */
export interface LongNumbers {
  readonly all: number;
  readonly endingIn000: number;
}

export type Rounding = 'by-chance' | 'single' | 'several';

/** Every hundredth sequence ends in 00, and of those one check character in eleven is 0. */
const BY_CHANCE = 1 / 1100;

/**
 * Whether numbers ending in 000 are more than chance makes them (one rounded number in eleven still has a check character that fits,
 * and would be somebody else). An honest file is taken for a rounded one about once in ten thousand; an honest number by itself in a short file,
 * once in thirty or less.
 */
export function roundingIn({ all, endingIn000 }: LongNumbers): Rounding {
  const expected = all * BY_CHANCE;
  if (endingIn000 >= 2 && endingIn000 > expected + 4 * Math.sqrt(expected) + 1) return 'several';
  return endingIn000 > expected + 5 * Math.sqrt(expected) ? 'single' : 'by-chance';
}
