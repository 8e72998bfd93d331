import {
  DOCUMENT_TYPES,
  type DocumentType,
  holdsDocumentNumber,
  parseDocument,
} from '../../identity/contracts/document.js';
import { calendarDay } from '../../platform/kernel/calendar-day.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import { spelledDepartment } from './department.js';
import type { RowProblem } from './errors.js';
import { type FileCells, type Fields, shapeProblem } from './row-shape.js';
import { endsRounded, isLongNumber, isScientific, looksRounded, withoutTextMark } from './spreadsheet-damage.js';

/** The header of the feed `outpatient-records` (docs/feeds.md). */
export const OUTPATIENT_COLUMNS = [
  'reference',
  'revision',
  'document_type',
  'document_number',
  'country',
  'department',
  'visit_date',
  'withdrawn',
] as const;

/** `country` only matters for passports: a file without them needs no such column. */
export const COLUMNS_OF_A_FILE = {
  required: OUTPATIENT_COLUMNS.filter((column) => column !== 'country'),
  optional: ['country'],
};

export interface OutpatientRow {
  readonly reference: string;
  readonly revision: number;
  readonly document: { readonly type: DocumentType; readonly normalised: string };
  readonly department: string;
  readonly happenedOn: LocalDate;
  readonly withdrawn: boolean;
}

export type ReadRow =
  | { readonly ok: true; readonly row: OutpatientRow }
  | { readonly ok: false; readonly reference: string; readonly problem: RowProblem };

/** A row of a file: what its cells say counts only if all of them are there, each in its place. */
export function readFileRow(row: FileCells, today: LocalDate): ReadRow {
  const misshapen = shapeProblem(row);
  const { reference } = row.fields;
  if (!misshapen) return readOutpatientRow(row.fields, today);
  const wrong = (shown: string): ReadRow => ({ ok: false, reference: shown, problem: misshapen });
  if (reference === undefined || row.surplus || row.openIn === 'reference') return wrong('');
  const read = readOutpatientRow(row.fields, today);
  return wrong(read.ok ? read.row.reference : read.reference);
}

export function readOutpatientRow(fields: Fields, today: LocalDate): ReadRow {
  const value = (column: (typeof OUTPATIENT_COLUMNS)[number]) =>
    oneSpelling(withoutTextMark((fields[column] ?? '').trim()));
  const reference = value('reference');
  if (!/^[^\p{C}]{1,64}$/u.test(reference) || holdsDocumentNumber(reference, today))
    return { ok: false, reference: '', problem: 'ROW.REFERENCE' };
  if (names(reference, value('document_number'))) return { ok: false, reference: '', problem: 'ROW.REFERENCE' };
  const wrong = (problem: RowProblem): ReadRow => ({ ok: false, reference, problem });
  if (isScientific(reference)) return wrong('ROW.REFERENCE_ROUNDED');
  if (!/^[1-9]\d{0,5}$/.test(value('revision'))) return wrong('ROW.REVISION');
  const type = DOCUMENT_TYPES.find((known) => known === value('document_type'));
  if (!type) return wrong('ROW.DOCUMENT_TYPE');
  if (longNumberOf(fields)?.endsIn000) return wrong('ROW.DOCUMENT_ROUNDED'); // One in eleven passes as somebody else's.
  const parsed = parseDocument(type, value('document_number'), today, value('country'));
  if (!parsed.ok)
    return wrong(looksRounded(value('document_number')) ? 'ROW.DOCUMENT_ROUNDED' : `ROW.DOCUMENT_${parsed.problem}`);
  const department = spelledDepartment(withoutTextMark((fields['department'] ?? '').trim()));
  if (!/^[^\p{C}]{1,60}$/u.test(department)) return wrong('ROW.DEPARTMENT');
  const happenedOn = calendarDay(value('visit_date'));
  if (!happenedOn) return wrong('ROW.DATE');
  if (happenedOn > today) return wrong('ROW.DATE_FUTURE');
  const withdrawn = { '': false, '0': false, '1': true }[value('withdrawn')];
  if (withdrawn === undefined) return wrong('ROW.WITHDRAWN');
  const { normalised } = parsed.document;
  return {
    ok: true,
    row: {
      reference,
      revision: Number(value('revision')),
      document: { type, normalised },
      department,
      happenedOn,
      withdrawn,
    },
  };
}

/** What a spreadsheet may have rounded in this row, unless it is marked as text. */
export function longNumberOf(fields: Fields): { readonly endsIn000: boolean } | undefined {
  const cell = fields['document_number']?.trim() ?? '';
  if (withoutTextMark(cell) !== cell) return undefined;
  return isLongNumber(cell) ? { endsIn000: endsRounded(cell) } : undefined;
}

/** Of any type, however it is spaced; shorter ones are found in dates and running numbers, too. */
function names(reference: string, number: string): boolean {
  const [text, sought] = [reference, number].map((it) => it.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase()) as [
    string,
    string,
  ];
  return sought.length >= (/[A-Z]/.test(sought) ? 7 : 9) && text.includes(sought);
}

function oneSpelling(cell: string): string {
  return cell.normalize('NFKC').trim();
}
