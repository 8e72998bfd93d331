import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { TableRow } from '../../platform/tabular/header.js';
import { misshapen } from '../../platform/tabular/row-shape.js';
import type { RowProblem, RowProblemCode } from '../domain/errors.js';
import { type About, areaOf, personOf } from './about.js';
import { cellOf, type Fields, textOf } from './cells.js';
import type { Feed, ToldColumn, Values } from './feed.js';
import { referenceProblem } from './reference.js';

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

const FIRST: readonly ToldColumn[] = [
  {
    name: 'reference',
    synonyms: ['编号', '记录编号', '流水号'],
    hint: {
      zh: '本单位为每条记录编的号，最多 64 个字符，不得含证件号码，如 3501-2020-000017',
      en: 'Your own key of the record, at most 64 characters, no document number in it, such as 3501-2020-000017',
    },
  },
  {
    name: 'revision',
    synonyms: ['版本', '版本号'],
    hint: {
      zh: '首次上报填 1，每更正一次加 1；以最大的为准',
      en: '1 at first, one more with each correction; the highest one counts',
    },
  },
];
const DOCUMENT: readonly ToldColumn[] = [
  {
    name: 'document_type',
    synonyms: ['证件类型', '证件类别'],
    hint: {
      zh: '居民身份证、外国人永久居留身份证、港澳居民来往内地通行证、台湾居民来往大陆通行证或护照',
      en: '居民身份证 (resident identity card), 外国人永久居留身份证, 港澳居民来往内地通行证, 台湾居民来往大陆通行证 or 护照 (passport)',
    },
  },
  {
    name: 'document_number',
    synonyms: ['证件号码', '证件号', '身份证号', '身份证号码', '公民身份号码'],
    hint: {
      zh: '与证件上的一致，如 11010519491231002X；用表格软件填写时，先把这一列设为“文本”格式，否则长号码的末几位会变成 0',
      en: 'As on the document, such as 11010519491231002X; in a spreadsheet, format the column as text first, or it rounds long numbers',
    },
  },
  // Only matters for passports: a file without them needs no such column.
  {
    name: 'country',
    synonyms: ['签发国家', '国家', '国籍'],
    optional: true,
    mayBeEmpty: true,
    hint: { zh: '仅护照填写：三位字母的国家代码，如 USA', en: 'Of passports only: three letters, such as USA' },
  },
];
const AREA: readonly ToldColumn[] = [
  {
    name: 'area',
    synonyms: ['区域编码', '区域', '区划代码'],
    hint: { zh: '区域的编码，如 350102001001', en: 'The code of the area, such as 350102001001' },
  },
];
const LAST: readonly ToldColumn[] = [
  {
    name: 'withdrawn',
    synonyms: ['撤回', '撤回标记', '作废'],
    mayBeEmpty: true,
    whole: /^[01０１]$/,
    hint: {
      zh: '记录有误、不再算数的填 1；其他填 0 或留空',
      en: '1 for a record that was wrong and no longer counts; otherwise 0 or empty',
    },
  },
];

const known = new WeakMap<Feed, readonly ToldColumn[]>();

/** All columns that a file of this feed may have, in the order in which they are told. */
export function columnsOf(feed: Feed): readonly ToldColumn[] {
  const made = known.get(feed);
  if (made) return made;
  const own = Object.entries(feed.columns).map(([name, column]): ToldColumn => ({ name, ...column }));
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
      ? { code: 'ROW.LACKS', column: shape.column }
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
    reference: column === 'reference' && code !== 'ROW.REFERENCE_ROUNDED' ? '' : reference,
    problem: { code, column },
  });
  const unusable = referenceProblem(fields, today);
  if (unusable) return wrong(unusable, 'reference');
  const revision = cellOf(fields, 'revision');
  if (!/^[1-9]\d{0,5}$/.test(revision)) return wrong('ROW.REVISION', 'revision');
  const about = feed.about === 'person' ? personOf(fields, today) : areaOf(fields);
  if ('code' in about) return wrong(about.code, about.column);
  const values: Record<string, string | undefined> = {};
  for (const [name, column] of Object.entries(feed.columns)) {
    const cell = column.read(textOf(fields, name), today);
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

const WITHDRAWN: Readonly<Record<string, boolean>> = { '': false, '0': false, '1': true };
