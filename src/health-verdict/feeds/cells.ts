import type { TableRow } from '../../platform/tabular/header.js';
import { asSeen } from '../../platform/tabular/invisible.js';
import { withoutTextMark } from '../../platform/tabular/spreadsheet-damage.js';

export type Fields = TableRow['fields'];

/** A cell of a row as people see it; empty where there is none. */
export function seenOf(fields: Fields, column: string): string {
  return asSeen((fields[column] ?? '').trim());
}

/** Without the marks of a spreadsheet. */
export function textOf(fields: Fields, column: string): string {
  return withoutTextMark(seenOf(fields, column));
}

/** In one spelling, full-width characters as the others. */
export function cellOf(fields: Fields, column: string): string {
  const cell = textOf(fields, column);
  return /^[\x21-\x7e]*$/.test(cell) ? cell : cell.normalize('NFKC').trim(); // Most cells are in that spelling already.
}

/** `'3501…`, `="3501…"`: whoever wrote it so knew that a spreadsheet takes digits for a number. */
export function isMarkedAsText(fields: Fields, column: string): boolean {
  const seen = seenOf(fields, column);
  return withoutTextMark(seen) !== seen;
}
