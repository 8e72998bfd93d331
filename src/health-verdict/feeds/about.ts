import { DOCUMENT_TYPES, type DocumentType, parseDocument } from '../../identity/contracts/document.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import { endsRounded, isLongNumber, looksRounded } from '../../platform/tabular/spreadsheet-damage.js';
import type { RowProblemCode } from '../domain/errors.js';
import { cellOf, type Fields, isMarkedAsText, seenOf } from './cells.js';

/** Whom or what a row is about. */
export type About =
  { readonly document: { readonly type: DocumentType; readonly normalised: string } } | { readonly area: string };

interface Wrong {
  readonly code: RowProblemCode;
  readonly column: string;
}

const NUMBER = 'document_number';
const TYPE_WORDS: Readonly<Record<string, DocumentType>> = {
  居民身份证: 'resident-id',
  身份证: 'resident-id',
  外国人永久居留身份证: 'foreign-permanent-resident',
  港澳居民来往内地通行证: 'mainland-travel-permit',
  台湾居民来往大陆通行证: 'taiwan-permit',
  护照: 'passport',
};

export function areaOf(fields: Fields): About | Wrong {
  const area = cellOf(fields, 'area');
  return /^[A-Za-z0-9._-]{1,40}$/.test(area) ? { area } : { code: 'ROW.AREA', column: 'area' };
}

export function personOf(fields: Fields, today: LocalDate): About | Wrong {
  const said = cellOf(fields, 'document_type');
  const type = DOCUMENT_TYPES.find((one) => one === said) ?? TYPE_WORDS[said];
  if (!type) return { code: said === '' ? 'ROW.MISSING' : 'ROW.DOCUMENT_TYPE', column: 'document_type' };
  if (longNumberOf(fields)?.endsIn000) return { code: 'ROW.DOCUMENT_ROUNDED', column: NUMBER }; // One in eleven passes as somebody else's.
  const parsed = parseDocument(type, cellOf(fields, NUMBER), today, cellOf(fields, 'country'));
  if (parsed.ok) return { document: { type, normalised: parsed.document.normalised } };
  const spoilt = spoiltNumber(type, fields);
  if (spoilt) return { code: spoilt, column: NUMBER };
  return { code: `ROW.DOCUMENT_${parsed.problem}`, column: parsed.problem === 'COUNTRY' ? 'country' : NUMBER };
}

/** What a spreadsheet may have rounded in this row, unless it is marked as text. */
export function longNumberOf(fields: Fields): { readonly endsIn000: boolean } | undefined {
  if (isMarkedAsText(fields, NUMBER)) return undefined;
  const cell = seenOf(fields, NUMBER);
  return isLongNumber(cell) ? { endsIn000: endsRounded(cell) } : undefined;
}

/** How offices and their programs spoil a number; what remains is wrong in itself. */
function spoiltNumber(type: DocumentType, fields: Fields): RowProblemCode | undefined {
  const number = cellOf(fields, NUMBER);
  if (number === '') return 'ROW.MISSING';
  if (/[*•●]|X{4}/i.test(number)) return 'ROW.DOCUMENT_MASKED';
  if (type === 'resident-id' && /^\d{15}$/.test(number)) return 'ROW.DOCUMENT_FIFTEEN';
  if (/^\d{17}[×✕✖✗⨯]$/.test(number)) return 'ROW.DOCUMENT_TIMES_SIGN';
  return !isMarkedAsText(fields, NUMBER) && looksRounded(number) ? 'ROW.DOCUMENT_ROUNDED' : undefined;
}
