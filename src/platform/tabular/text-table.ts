import { parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { textOf } from './bytes-to-text.js';
import { columnName, delimited } from './delimiter.js';
import { plainLines } from './plain-lines.js';
import { UnreadableTable } from './unreadable-table.js';

export interface TableRow {
  /** Where the row begins, the file's first line being 1. */
  readonly line: number;
  /** By column; `undefined` when the row has another number of columns. */
  readonly fields: Readonly<Record<string, string>> | undefined;
}

/** Characters; no honest row comes near it, an unclosed quotation mark passes it. */
const LONGEST_ROW = 20_000;
const FORM = { info: true, trim: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, record_delimiter: '\n', max_record_size: LONGEST_ROW };
const NOTHING = /^[\s\0\u001a]*$/;

/**
 * A text table with a header, row by row while it arrives: never the whole file in memory. Columns in any order, further ones do not
 * matter; rows without anything in them are none.
 * @throws UnreadableTable
 */
export async function* textTable(content: AsyncIterable<Uint8Array>, required: readonly string[]): AsyncGenerator<TableRow> {
  const { delimiter, text } = await opened(plainLines(textOf(content)), required);
  let lastLine = 0;
  const noted = (record: string[], { lines }: { lines: number }) => {
    lastLine = lines;
    return record;
  };
  const parser = parse({ ...FORM, delimiter, on_record: noted });
  // The error of whichever part fails first reaches the loop below through the parser.
  pipeline(Readable.from(text), parser, () => undefined);
  let header: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (record.every((cell) => NOTHING.test(cell))) continue;
      if (header) yield { line: info.lines - lineEndsIn(record), fields: fieldsOf(header, record) };
      else header = headerOf(record, required);
    }
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('CSV_') ? new UnreadableTable('form', { line: lastLine + 1 }) : error;
  }
  if (!header) throw new UnreadableTable('header', { missing: required.join(', ') });
}

async function opened(lines: AsyncGenerator<string>, names: readonly string[]): Promise<{ delimiter: string; text: AsyncIterable<string> }> {
  let opening = '';
  while (opening.length < LONGEST_ROW && !/\S[^\n]*\n+[^\n]*\S[^\n]*\n/.test(opening)) {
    const { value, done } = await lines.next();
    if (done) break;
    opening += value;
  }
  const { delimiter, text } = delimited(opening.replace(/^\ufeff/, ''), names);
  return { delimiter, text: followedBy(text, lines) };
}

async function* followedBy(opening: string, lines: AsyncIterable<string>): AsyncGenerator<string> {
  if (opening) yield opening;
  yield* lines;
}

function headerOf(record: readonly string[], required: readonly string[]): string[] {
  const header = record.map(columnName);
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new UnreadableTable('header', { missing: missing.join(', ') });
  const twice = required.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice.length > 0) throw new UnreadableTable('header', { twice: twice.join(', ') });
  return header;
}

/** Spreadsheets write empty cells to the right of a table, too. */
function fieldsOf(header: readonly string[], record: readonly string[]): TableRow['fields'] {
  const fits = record.length >= header.length && record.slice(header.length).every((cell) => NOTHING.test(cell));
  return fits ? Object.fromEntries(header.map((name, index) => [name, record[index]!])) : undefined;
}

function lineEndsIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
}
