import { columnName, spelledName } from './column-name.js';
import { HEADER_WITHIN } from './delimiter.js';
import { UnreadableTable } from './unreadable-table.js';

/** A column that somebody asks a table for. */
export interface Column {
  readonly name: string;
  /** Other words for it at the head of a table, in any language. */
  readonly synonyms?: readonly string[];
  /** A table without it is one all the same. */
  readonly optional?: boolean;
  /** Its cells may be empty, hence missing at a row's end. */
  readonly mayBeEmpty?: boolean;
  /** What is whole if it looks like this: no longer cell begins so. */
  readonly whole?: RegExp;
}

export interface TableRow {
  /** Where the row begins, the file's first line being 1. */
  readonly line: number;
  /** By column, of those asked for; without the cells that are missing at the row's end. */
  readonly fields: Readonly<Record<string, string>>;
  /** Columns asked for that the row does not reach, in the table's order. */
  readonly lacks: readonly string[];
  /** There is something beyond the last column: the row's cells may be shifted. */
  readonly surplus: boolean;
  /** The column in which the file ends, without a line end behind it: what stands there, and all that it lacks, may have been cut off. */
  readonly openIn?: string;
}

export const NOTHING = /^[\s\0\u001a]*$/;

/** All that the columns may be called, as it is compared. */
export function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.flatMap(({ name, synonyms = [] }) => [name, ...synonyms].map(columnName));
}

/** A column in the words of whoever fills the table in, with the name that programs use. */
export function called({ name, synonyms = [] }: Column): string {
  return synonyms[0] ? `${synonyms[0]}（${name}）` : name;
}

/** Columns that a header lacks. @param header as names are compared */
export function missingIn(header: readonly string[], columns: readonly Column[]): readonly Column[] {
  return columns.filter(
    ({ name, synonyms = [], optional }) =>
      !optional && ![name, ...synonyms].some((word) => header.includes(columnName(word))),
  );
}

interface Wanted {
  readonly name: string;
  readonly at: number;
}

/** Finds the header of a table, and reads its rows by it. */
export class Header {
  private names: readonly string[] = [];
  private wanted: readonly Wanted[] = [];
  private rowsBefore = 0;
  /** Of the rows that were no header, the one that came nearest. */
  private nearest: { readonly missing: readonly Column[]; readonly header: readonly string[] } | undefined;

  constructor(private readonly columns: readonly Column[]) {}

  get found(): boolean {
    return this.wanted.length > 0;
  }

  /** @throws UnreadableTable for a title above the header, a column that is there twice, and when it is none of the first rows */
  look(record: readonly string[], line: number): void {
    const header = record.map(columnName);
    const missing = missingIn(header, this.columns);
    if (missing.length === 0 && this.rowsBefore > 0) throw new UnreadableTable('title', { line });
    if (missing.length > 0) return this.above(missing, header);
    const spelled = record.map(spelledName);
    const places = this.columns.map((column) => ({ column, at: placesOf(column, header, spelled) }));
    const twice = places.filter(({ at }) => at.length > 1);
    if (twice.length > 0)
      throw new UnreadableTable('twice', { twice: twice.map(({ column }) => called(column)).join('、') });
    this.wanted = places
      .flatMap(({ column: { name }, at }) => at.map((place): Wanted => ({ name, at: place })))
      .sort((one, other) => one.at - other.at);
    this.names = spelled.map((name, at) => this.wanted.find((it) => it.at === at)?.name ?? name);
  }

  /** @throws UnreadableTable for a table that ended without one */
  requireFound(): void {
    if (this.found) return;
    if (!this.nearest) throw new UnreadableTable('empty');
    const { missing, header } = this.nearest;
    throw new UnreadableTable('header', { missing: missing.map(called).join('、') }, header);
  }

  row(record: readonly string[], line: number, ended: boolean): TableRow {
    const fields: Record<string, string> = {};
    const lacks: string[] = [];
    for (const { name, at } of this.wanted) {
      if (at < record.length) fields[name] = record[at]!;
      else lacks.push(name);
    }
    const surplus =
      record.length > this.names.length && record.slice(this.names.length).some((cell) => !NOTHING.test(cell));
    const open = !ended && record.length <= this.wanted.at(-1)!.at + 1;
    return { line, fields, lacks, surplus, ...(open ? { openIn: this.names[record.length - 1]! } : {}) };
  }

  private above(missing: readonly Column[], header: readonly string[]): void {
    if (!this.nearest || missing.length < this.nearest.missing.length) this.nearest = { missing, header };
    this.rowsBefore++;
    if (this.rowsBefore >= HEADER_WITHIN) this.requireFound();
  }
}

/** An export has 就诊日期 and 就诊时间, both: the name that we tell first counts, and the one without a remark before the one with it. More than one place only where nothing tells them apart. */
function placesOf({ name, synonyms = [] }: Column, header: readonly string[], spelled: readonly string[]): number[] {
  for (const word of [name, ...synonyms]) {
    const exactly = positions(spelled, spelledName(word));
    const at = exactly.length > 0 ? exactly : positions(header, columnName(word));
    if (at.length > 0) return at;
  }
  return [];
}

function positions(words: readonly string[], word: string): number[] {
  return words.flatMap((it, at) => (it === word ? [at] : []));
}
