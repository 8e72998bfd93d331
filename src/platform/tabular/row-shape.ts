import type { Column, TableRow } from './header.js';

/** Why a row cannot be believed before anybody looks at what its cells say. */
export type Misshapen =
  /** The file ends in it, and something may be gone. */
  | { readonly reason: 'cut' }
  /** There is more in it than the header names: its cells may be in the wrong place. */
  | { readonly reason: 'surplus' }
  | { readonly reason: 'lacks'; readonly column: string };

export function misshapen(row: TableRow, columns: readonly Column[]): Misshapen | undefined {
  if (mayBeCut(row, columns)) return { reason: 'cut' };
  if (row.surplus) return { reason: 'surplus' };
  const column = row.lacks.find((name) => !columns.find((it) => it.name === name)?.mayBeEmpty);
  return column === undefined ? undefined : { reason: 'lacks', column };
}

/**
 * A file that ends without a line end may have been cut anywhere in its last row: 发热 of 发热门诊, the second of November of the 25th, a
 * withdrawal that is gone. Many programs write no line end, so a row is believed when nothing can be missing: it ends in a cell that is whole.
 */
function mayBeCut({ fields, lacks, openIn }: TableRow, columns: readonly Column[]): boolean {
  if (openIn === undefined) return false;
  const { whole } = columns.find(({ name }) => name === openIn) ?? {};
  return lacks.length > 0 || !whole?.test((fields[openIn] ?? '').trim());
}
