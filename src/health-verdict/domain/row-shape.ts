import type { RowProblem } from './errors.js';

type Column =
  | 'reference'
  | 'revision'
  | 'document_type'
  | 'document_number'
  | 'country'
  | 'department'
  | 'visit_date'
  | 'withdrawn';
export type Fields = Readonly<Partial<Record<string, string>>>;

/** A row as the file has it, before anybody looks at what its cells say. */
export interface FileCells {
  readonly fields: Fields;
  /** Columns that it does not reach, in the file's order. */
  readonly lacks: readonly string[];
  /** Something stands beyond its last column. */
  readonly surplus: boolean;
  /** The column in which the file ends, without a line end. */
  readonly openIn?: string;
}

/** Cells that may be empty may be missing at a row's end. */
const MISSING = {
  reference: 'ROW.REFERENCE',
  revision: 'ROW.LACKS_REVISION',
  document_type: 'ROW.LACKS_DOCUMENT_TYPE',
  document_number: 'ROW.LACKS_DOCUMENT_NUMBER',
  country: undefined,
  department: 'ROW.LACKS_DEPARTMENT',
  visit_date: 'ROW.LACKS_VISIT_DATE',
  withdrawn: undefined,
} as const satisfies Record<Column, RowProblem | undefined>;

export function shapeProblem(row: FileCells): RowProblem | undefined {
  if (mayBeCut(row)) return 'ROW.CUT';
  if (row.surplus) return 'ROW.COLUMNS';
  return row.lacks.map((column) => MISSING[column as Column]).find((problem) => problem !== undefined);
}

/**
 * A file that ends without a line end may have been cut anywhere in its last row: 发热 of 发热门诊, the second of November of the 25th, a
 * withdrawal that is gone. Many programs write no line end, so a row is believed when nothing can be missing: it ends in the mark of withdrawal, which is one figure.
 */
function mayBeCut({ fields, lacks, openIn }: FileCells): boolean {
  if (openIn === undefined) return false;
  const whole = openIn === 'withdrawn' && lacks.length === 0 && /^[01０１]$/.test((fields['withdrawn'] ?? '').trim());
  return !whole;
}
