import { DOCUMENT_TYPES, type DocumentType, holdsDocumentNumber, parseDocument } from '../../identity/contracts/document.js';
import { calendarDay } from '../../platform/kernel/calendar-day.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { RowProblem } from './errors.js';
import { endsRounded, isScientific, withoutTextMark } from './spreadsheet-damage.js';

/** The header of the feed `outpatient-records` (docs/feeds.md). */
export const OUTPATIENT_COLUMNS = ['reference', 'revision', 'document_type', 'document_number', 'country', 'department', 'visit_date', 'withdrawn'] as const;

/** `country` only matters for passports: a file without them needs no such column. */
export const REQUIRED_COLUMNS = OUTPATIENT_COLUMNS.filter((column) => column !== 'country');

export interface OutpatientRow {
  readonly reference: string;
  readonly revision: number;
  readonly document: { readonly type: DocumentType; readonly normalised: string };
  readonly department: string;
  readonly happenedOn: LocalDate;
  readonly withdrawn: boolean;
}

export type Fields = Readonly<Record<string, string | undefined>>;
export type ReadRow = { readonly ok: true; readonly row: OutpatientRow } | { readonly ok: false; readonly reference: string; readonly problem: RowProblem };

export function readOutpatientRow(fields: Fields, today: LocalDate): ReadRow {
  const value = (column: (typeof OUTPATIENT_COLUMNS)[number]) => oneSpelling(withoutTextMark((fields[column] ?? '').trim()));
  const reference = value('reference');
  if (!/^[^\p{C}]{1,64}$/u.test(reference) || holdsDocumentNumber(reference, today)) return { ok: false, reference: '', problem: 'ROW.REFERENCE' };
  if (names(reference, value('document_number'))) return { ok: false, reference: '', problem: 'ROW.REFERENCE' };
  const wrong = (problem: RowProblem): ReadRow => ({ ok: false, reference, problem });
  if (isScientific(reference)) return wrong('ROW.REFERENCE_ROUNDED');
  if (!/^[1-9]\d{0,5}$/.test(value('revision'))) return wrong('ROW.REVISION');
  const type = DOCUMENT_TYPES.find((known) => known === value('document_type'));
  if (!type) return wrong('ROW.DOCUMENT_TYPE');
  const parsed = parseDocument(type, value('document_number'), today, value('country'));
  if (!parsed.ok) return wrong(looksRounded(value('document_number')) ? 'ROW.DOCUMENT_ROUNDED' : `ROW.DOCUMENT_${parsed.problem}`);
  const department = value('department').replaceAll(/\s/g, '');
  if (!/^[^\p{C}]{1,60}$/u.test(department)) return wrong('ROW.DEPARTMENT');
  const happenedOn = calendarDay(value('visit_date'));
  if (!happenedOn) return wrong('ROW.DATE');
  if (happenedOn > today) return wrong('ROW.DATE_FUTURE');
  const withdrawn = { '': false, '0': false, '1': true }[value('withdrawn')];
  if (withdrawn === undefined) return wrong('ROW.WITHDRAWN');
  const { normalised } = parsed.document;
  return { ok: true, row: { reference, revision: Number(value('revision')), document: { type, normalised }, department, happenedOn, withdrawn } };
}

/** What a spreadsheet may have rounded in this row, unless it is marked as text. */
export function longNumberOf(fields: Fields): { readonly endsIn000: boolean } | undefined {
  const cell = oneSpelling(fields['document_number'] ?? '');
  return /^\d{18}$/.test(cell) ? { endsIn000: endsRounded(cell) } : undefined;
}

function looksRounded(number: string): boolean {
  return isScientific(number) || endsRounded(number);
}

/** Of any type, however it is spaced; shorter ones are found in dates and running numbers, too. */
function names(reference: string, number: string): boolean {
  const [text, sought] = [reference, number].map((it) => it.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase()) as [string, string];
  return sought.length >= (/[A-Z]/.test(sought) ? 7 : 9) && text.includes(sought);
}

function oneSpelling(cell: string): string {
  return cell.normalize('NFKC').trim();
}
