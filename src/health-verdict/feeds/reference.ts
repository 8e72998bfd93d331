import { holdsDocumentNumber } from '../../identity/contracts/document.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import { isRoundedKey, isScientific } from '../../platform/tabular/spreadsheet-damage.js';
import type { RowProblemCode } from '../domain/errors.js';
import { cellOf, type Fields, isMarkedAsText } from './cells.js';
import { unfit } from './columns.js';

const LONGEST = 64;

/** Why a cell cannot be the authority's key of a record: it is told apart from others by it, and nobody's document number stands in it, neither this row's nor another one. */
export function referenceProblem(fields: Fields, today: LocalDate): RowProblemCode | undefined {
  const reference = cellOf(fields, 'reference');
  const problem = unfit(reference, LONGEST);
  if (problem) return problem;
  if (holdsDocumentNumber(reference, today) || names(reference, cellOf(fields, 'document_number')))
    return 'ROW.REFERENCE_DOCUMENT';
  const rounded = isScientific(reference) || (!isMarkedAsText(fields, 'reference') && isRoundedKey(reference));
  return rounded ? 'ROW.REFERENCE_ROUNDED' : undefined;
}

/** Of any type, however it is spaced; shorter ones are found in dates and running numbers, too. */
function names(reference: string, number: string): boolean {
  const [text, sought] = [reference, number].map((it) => it.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase()) as [
    string,
    string,
  ];
  return sought.length >= (/[A-Z]/.test(sought) ? 7 : 9) && text.includes(sought);
}
