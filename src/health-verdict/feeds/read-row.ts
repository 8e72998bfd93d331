import {
  DOCUMENT_TYPES,
  type DocumentType,
  holdsDocumentNumber,
  parseDocument,
} from '../../identity/contracts/document.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { Column, TableRow } from '../../platform/tabular/header.js';
import { misshapen } from '../../platform/tabular/row-shape.js';
import {
  endsRounded,
  isLongNumber,
  isScientific,
  looksRounded,
  withoutTextMark,
} from '../../platform/tabular/spreadsheet-damage.js';
import type { RowProblem, RowProblemCode } from '../domain/errors.js';
import type { Feed, Values } from './feed.js';

/** Whom or what a row is about. */
export type About =
  { readonly document: { readonly type: DocumentType; readonly normalised: string } } | { readonly area: string };

export interface FeedRow {
  /** The authority's own key of the record. */
  readonly reference: string;
  /** The highest one counts. */
  readonly revision: number;
  readonly about: About;
  /** Of the feed's own columns. */
  readonly values: Values;
  /** The record was wrong and no longer counts. */
  readonly withdrawn: boolean;
}

export type ReadRow =
  | { readonly ok: true; readonly row: FeedRow }
  | { readonly ok: false; readonly reference: string; readonly problem: RowProblem };

type Fields = TableRow['fields'];

const FIRST: readonly Column[] = [
  { name: 'reference', synonyms: ['编号', '记录编号', '流水号'] },
  { name: 'revision', synonyms: ['版本', '版本号'] },
];
const DOCUMENT: readonly Column[] = [
  { name: 'document_type', synonyms: ['证件类型', '证件类别'] },
  { name: 'document_number', synonyms: ['证件号码', '证件号', '身份证号', '身份证号码', '公民身份号码'] },
  // Only matters for passports: a file without them needs no such column.
  { name: 'country', synonyms: ['签发国家', '国家', '国籍'], optional: true, mayBeEmpty: true },
];
const AREA: readonly Column[] = [{ name: 'area', synonyms: ['区域编码', '区域', '区划代码'] }];
const LAST: readonly Column[] = [
  { name: 'withdrawn', synonyms: ['撤回', '撤回标记', '作废'], mayBeEmpty: true, whole: /^[01０１]$/ },
];
const TYPE_WORDS: Readonly<Record<string, DocumentType>> = {
  居民身份证: 'resident-id',
  身份证: 'resident-id',
  外国人永久居留身份证: 'foreign-permanent-resident',
  港澳居民来往内地通行证: 'mainland-travel-permit',
  台湾居民来往大陆通行证: 'taiwan-permit',
  护照: 'passport',
};

const known = new WeakMap<Feed, readonly Column[]>();

/** All columns that a file of this feed may have, in the order in which they are told. */
export function columnsOf(feed: Feed): readonly Column[] {
  const made = known.get(feed);
  if (made) return made;
  const own = Object.entries(feed.columns).map(([name, column]): Column => ({ name, ...column }));
  const columns = [...FIRST, ...(feed.about === 'person' ? DOCUMENT : AREA), ...own, ...LAST];
  known.set(feed, columns);
  return columns;
}

/** A row of a file: what its cells say counts only if all of them are there, each in its place. */
export function readFileRow(feed: Feed, row: TableRow, today: LocalDate): ReadRow {
  const shape = misshapen(row, columnsOf(feed));
  if (!shape) return readRow(feed, row.fields, today);
  const problem: RowProblem =
    shape.reason === 'lacks'
      ? { code: shape.column === 'reference' ? 'ROW.REFERENCE' : 'ROW.LACKS', column: shape.column }
      : { code: shape.reason === 'cut' ? 'ROW.CUT' : 'ROW.COLUMNS' };
  const wrong = (reference: string): ReadRow => ({ ok: false, reference, problem });
  if (row.fields['reference'] === undefined || row.surplus || row.openIn === 'reference') return wrong('');
  const read = readRow(feed, row.fields, today);
  return wrong(read.ok ? read.row.reference : read.reference);
}

export function readRow(feed: Feed, fields: Fields, today: LocalDate): ReadRow {
  const reference = cellOf(fields, 'reference');
  const wrong = (code: RowProblemCode, column: string): ReadRow => ({
    ok: false,
    reference: code === 'ROW.REFERENCE' ? '' : reference,
    problem: { code, column },
  });
  if (!isReference(reference, fields, today)) return wrong('ROW.REFERENCE', 'reference');
  if (isScientific(reference)) return wrong('ROW.REFERENCE_ROUNDED', 'reference');
  const revision = cellOf(fields, 'revision');
  if (!/^[1-9]\d{0,5}$/.test(revision)) return wrong('ROW.REVISION', 'revision');
  const about = feed.about === 'person' ? personOf(fields, today) : areaOf(fields);
  if ('code' in about) return wrong(about.code, about.column);
  const values: Record<string, string | undefined> = {};
  for (const [name, column] of Object.entries(feed.columns)) {
    const cell = column.read(withoutTextMark((fields[name] ?? '').trim()), today);
    if (!cell.ok) return wrong(cell.problem, name);
    values[name] = cell.value;
  }
  const withdrawn = WITHDRAWN[cellOf(fields, 'withdrawn')];
  if (withdrawn === undefined) return wrong('ROW.WITHDRAWN', 'withdrawn');
  return { ok: true, row: { reference, revision: Number(revision), about, values, withdrawn } };
}

/** What a row says, in one spelling: the same reference and revision with another content is a conflict. */
export function contentOf(feed: Feed, { about, values, withdrawn }: FeedRow): string {
  const who = 'area' in about ? [about.area] : [about.document.type, about.document.normalised];
  return JSON.stringify([...who, ...Object.keys(feed.columns).map((name) => values[name] ?? null), withdrawn]);
}

/** What a spreadsheet may have rounded in this row, unless it is marked as text. */
export function longNumberOf(fields: Fields): { readonly endsIn000: boolean } | undefined {
  const cell = fields['document_number']?.trim() ?? '';
  if (withoutTextMark(cell) !== cell) return undefined;
  return isLongNumber(cell) ? { endsIn000: endsRounded(cell) } : undefined;
}

const WITHDRAWN: Readonly<Record<string, boolean>> = { '': false, '0': false, '1': true };

type Wrong = { readonly code: RowProblemCode; readonly column: string };

function personOf(fields: Fields, today: LocalDate): About | Wrong {
  const said = cellOf(fields, 'document_type');
  const type = DOCUMENT_TYPES.find((one) => one === said) ?? TYPE_WORDS[said];
  if (!type) return { code: 'ROW.DOCUMENT_TYPE', column: 'document_type' };
  const column = 'document_number';
  if (longNumberOf(fields)?.endsIn000) return { code: 'ROW.DOCUMENT_ROUNDED', column }; // One in eleven passes as somebody else's.
  const number = cellOf(fields, column);
  const parsed = parseDocument(type, number, today, cellOf(fields, 'country'));
  if (parsed.ok) return { document: { type, normalised: parsed.document.normalised } };
  if (looksRounded(number)) return { code: 'ROW.DOCUMENT_ROUNDED', column };
  return { code: `ROW.DOCUMENT_${parsed.problem}`, column: parsed.problem === 'COUNTRY' ? 'country' : column };
}

function areaOf(fields: Fields): About | Wrong {
  const area = cellOf(fields, 'area');
  return /^[A-Za-z0-9._-]{1,40}$/.test(area) ? { area } : { code: 'ROW.AREA', column: 'area' };
}

/** The authority's key of a record, in which nobody's document number stands: neither this row's nor another one. */
function isReference(reference: string, fields: Fields, today: LocalDate): boolean {
  if (!/^[^\p{C}]{1,64}$/u.test(reference) || holdsDocumentNumber(reference, today)) return false;
  return !names(reference, cellOf(fields, 'document_number'));
}

/** Of any type, however it is spaced; shorter ones are found in dates and running numbers, too. */
function names(reference: string, number: string): boolean {
  const [text, sought] = [reference, number].map((it) => it.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase()) as [
    string,
    string,
  ];
  return sought.length >= (/[A-Z]/.test(sought) ? 7 : 9) && text.includes(sought);
}

function cellOf(fields: Fields, column: string): string {
  const cell = withoutTextMark((fields[column] ?? '').trim());
  return /^[\x21-\x7e]*$/.test(cell) ? cell : cell.normalize('NFKC').trim(); // Most cells are in that spelling already.
}
