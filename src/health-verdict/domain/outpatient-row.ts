import { DOCUMENT_TYPES, type DocumentType, parseDocument } from '../../identity/contracts/document.js';
import { isLocalDate, type LocalDate } from '../../platform/kernel/shanghai.js';
import type { RowProblem } from './errors.js';

/** The header of the feed `outpatient-records` (docs/feeds.md). */
export const OUTPATIENT_COLUMNS = ['reference', 'revision', 'document_type', 'document_number', 'country', 'department', 'visit_date', 'withdrawn'] as const;

/** `country` only matters for passports: a file without them needs no such column. */
export const REQUIRED_COLUMNS = OUTPATIENT_COLUMNS.filter((column) => column !== 'country');
/** In a reference it would be personal data where none belongs. */
const LOOKS_LIKE_RESIDENT_ID = /\d{17}[\dX]/i;

export interface OutpatientRow {
  readonly reference: string;
  readonly revision: number;
  readonly document: { readonly type: DocumentType; readonly normalised: string };
  readonly department: string;
  readonly happenedOn: LocalDate;
  readonly withdrawn: boolean;
}

export type ReadRow = { readonly ok: true; readonly row: OutpatientRow } | { readonly ok: false; readonly reference: string; readonly problem: RowProblem };

export function readOutpatientRow(fields: Readonly<Record<string, string | undefined>>, today: LocalDate): ReadRow {
  const value = (column: (typeof OUTPATIENT_COLUMNS)[number]) => (fields[column] ?? '').normalize('NFKC').trim();
  const reference = value('reference');
  if (!/^[^\p{C}]{1,64}$/u.test(reference) || LOOKS_LIKE_RESIDENT_ID.test(reference)) return { ok: false, reference: '', problem: 'ROW.REFERENCE' };
  const wrong = (problem: RowProblem): ReadRow => ({ ok: false, reference, problem });
  if (!/^[1-9]\d{0,5}$/.test(value('revision'))) return wrong('ROW.REVISION');
  const type = DOCUMENT_TYPES.find((known) => known === value('document_type'));
  if (!type) return wrong('ROW.DOCUMENT_TYPE');
  const parsed = parseDocument(type, value('document_number'), today, value('country') || undefined);
  if (!parsed.ok) return wrong(`ROW.DOCUMENT_${parsed.problem}`);
  const department = value('department').replaceAll(/\s/g, '');
  if (!/^[^\p{C}]{1,60}$/u.test(department)) return wrong('ROW.DEPARTMENT');
  const happenedOn = value('visit_date');
  if (!isLocalDate(happenedOn) || happenedOn > today) return wrong('ROW.DATE');
  const withdrawn = { '': false, '0': false, '1': true }[value('withdrawn')];
  if (withdrawn === undefined) return wrong('ROW.WITHDRAWN');
  const { normalised } = parsed.document;
  return { ok: true, row: { reference, revision: Number(value('revision')), document: { type, normalised }, department, happenedOn, withdrawn } };
}
