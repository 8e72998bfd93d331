import { DOCUMENT_TYPES, type DocumentType, parseDocument } from '../../identity/contracts/document.js';
import { isLocalDate, type LocalDate } from '../../platform/kernel/shanghai.js';
import type { RowProblem } from './errors.js';

/** The header of the feed `outpatient-records` (docs/feeds.md). `country` only matters for passports. */
export const OUTPATIENT_COLUMNS = ['reference', 'revision', 'document_type', 'document_number', 'country', 'department', 'visit_date', 'withdrawn'] as const;

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
  const value = (column: (typeof OUTPATIENT_COLUMNS)[number]) => fields[column]?.trim() ?? '';
  const reference = value('reference').slice(0, 64);
  const wrong = (problem: RowProblem): ReadRow => ({ ok: false, reference, problem });
  if (reference === '' || value('reference').length > 64) return wrong('ROW.REFERENCE');
  if (!/^[1-9]\d{0,5}$/.test(value('revision'))) return wrong('ROW.REVISION');
  const type = DOCUMENT_TYPES.find((known) => known === value('document_type'));
  if (!type) return wrong('ROW.DOCUMENT_TYPE');
  const parsed = parseDocument(type, value('document_number'), today, value('country') || undefined);
  if (!parsed.ok) return wrong(`ROW.DOCUMENT_${parsed.problem}`);
  const department = value('department');
  if (department === '' || department.length > 60) return wrong('ROW.DEPARTMENT');
  const happenedOn = value('visit_date');
  if (!isLocalDate(happenedOn) || happenedOn > today) return wrong('ROW.DATE');
  const withdrawn = { '': false, '0': false, '1': true }[value('withdrawn')];
  if (withdrawn === undefined) return wrong('ROW.WITHDRAWN');
  const { normalised } = parsed.document;
  return { ok: true, row: { reference, revision: Number(value('revision')), document: { type, normalised }, department, happenedOn, withdrawn } };
}
