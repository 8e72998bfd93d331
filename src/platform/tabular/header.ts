import { columnName } from './delimiter.js';
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

/** Rows that may stand above the header in a file that is refused for it. */
const TITLES = 5;
export const NOTHING = /^[\s\0\u001a]*$/;

/** All that the columns may be called, as it is compared. */
export function namesOf(columns: readonly Column[]): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap(({ name, synonyms = [] }) => [name, ...synonyms].map((word) => [columnName(word), name] as const)),
  );
}

/** Finds the header of a table, and reads its rows by it. */
export class Header {
  private readonly known: ReadonlyMap<string, string>;
  private names: readonly string[] = [];
  private wanted: readonly { readonly name: string; readonly at: number }[] = [];
  private rowsBefore = 0;
  private missing = '';

  constructor(private readonly columns: readonly Column[]) {
    this.known = namesOf(columns);
  }

  get found(): boolean {
    return this.wanted.length > 0;
  }

  /** @throws UnreadableTable for a title above the header, and when it is none of the first rows */
  look(record: readonly string[], line: number): void {
    const names = record.map(columnName).map((word) => this.known.get(word) ?? word);
    const asked = this.columns.map(({ name }) => name);
    const missing = this.columns.filter(({ name, optional }) => !optional && !names.includes(name));
    if (missing.length === 0 && this.rowsBefore > 0) throw new UnreadableTable('title', { line });
    if (missing.length > 0) return this.above(missing.map(({ name }) => name));
    const twice = asked.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
    if (twice.length > 0) throw new UnreadableTable('header', { twice: twice.join(', ') });
    this.names = names;
    this.wanted = names.flatMap((name, at) => (asked.includes(name) ? [{ name, at }] : []));
  }

  /** @throws UnreadableTable for a table that ended without one */
  requireFound(): void {
    if (!this.found)
      throw this.rowsBefore > 0
        ? new UnreadableTable('header', { missing: this.missing })
        : new UnreadableTable('empty');
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

  private above(missing: readonly string[]): void {
    if (this.rowsBefore === 0) this.missing = missing.join(', ');
    this.rowsBefore++;
    if (this.rowsBefore > TITLES) this.requireFound();
  }
}
