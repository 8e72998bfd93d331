import { type CsvError, parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { textOf } from './bytes-to-text.js';
import { columnName, spelledName } from './column-name.js';
import { delimited, HEADER_WITHIN } from './delimiter.js';
import { type Column, Header, namesOf, NOTHING, type TableRow } from './header.js';
import { refuseOtherTexts } from './no-table.js';
import { plainLines } from './plain-lines.js';
import { UnreadableTable } from './unreadable-table.js';

/** Bytes of one row: remarks may be long, what is longer is an unclosed quotation mark or no table. */
const LONGEST_ROW = 256 * 1024;
/** A cell of so many lines is no remark: its quotation mark never closes. */
const LINES_OF_A_CELL = 200;
/** Characters, within which the header stands. */
const OPENING = 20_000;
const FORM = {
  info: true,
  trim: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  record_delimiter: '\n',
  max_record_size: LONGEST_ROW,
};

type Parsed = { record: string[]; info: { lines: number } };

/**
 * A text table with a header, row by row while it arrives: never the whole file in memory. Columns in any order, further ones do not
 * matter; rows without anything in them are none.
 * @throws UnreadableTable
 */
export async function* textTable(
  content: AsyncIterable<Uint8Array>,
  columns: readonly Column[],
): AsyncGenerator<TableRow> {
  const { delimiter, text } = await opened(columns, content);
  const header = new Header(columns);
  const ending = new Ending();
  const seen = new Seen();
  const parser = parse({ ...FORM, delimiter, on_record: seen.note });
  // The error of whichever part fails first reaches the loop below through the parser.
  pipeline(Readable.from(ending.watched(text)), parser, () => undefined);
  let last: Parsed | undefined; // Whether it has a line end shows with the next one.
  const rowOf = ({ record, info }: Parsed, ended: boolean): TableRow[] => {
    if (record.every((cell) => NOTHING.test(cell))) return [];
    const line = info.lines - lineEndsIn(record);
    if (header.found) return [header.row(record, line, ended)];
    header.look(record, line);
    return [];
  };
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) {
      if (last) yield* rowOf(last, true);
      last = parsed;
    }
    if (last) yield* rowOf(last, ending.endsLine);
  } catch (error) {
    throw (error as CsvError).code?.startsWith('CSV_') ? refusalOf(error as CsvError, seen) : error;
  }
  header.requireFound();
}

function refusalOf(error: CsvError, { line: before, first }: Seen): UnreadableTable {
  const line = before + 1;
  const { column, lines } = error as CsvError & { column: number; lines: number };
  const long = error.code === 'CSV_MAX_RECORD_SIZE' && lines - line < LINES_OF_A_CELL;
  return long
    ? new UnreadableTable('long-cell', { line, column: first[column] || String(column + 1) })
    : new UnreadableTable('form', { line });
}

/** Enough to know the header: lines are looked at once, however long they are. */
async function opened(
  columns: readonly Column[],
  content: AsyncIterable<Uint8Array>,
): Promise<{ delimiter: string; text: AsyncIterable<string> }> {
  const names = namesOf(columns);
  const lines = plainLines(textOf(content, (text) => mentions(text, names)));
  let opening = '';
  for (let seen = 0, from = 0; opening.length < OPENING && seen < HEADER_WITHIN;) {
    const { value, done } = await lines.next();
    if (done) break;
    opening += value;
    for (let end = opening.indexOf('\n', from); end >= 0 && seen < HEADER_WITHIN; end = opening.indexOf('\n', from)) {
      if (opening.slice(from, end).trim() !== '') seen++;
      from = end + 1;
    }
  }
  const plain = opening.replace(/^\ufeff/, '');
  refuseOtherTexts(plain);
  const { delimiter, text } = delimited(plain, names);
  return { delimiter, text: followedBy(text, lines) };
}

/** Two names of columns are no chance: the text is read in the encoding that it was written in. */
function mentions(text: string, names: readonly string[]): boolean {
  const words = text.split(/[\n\r,;\t|]/, 100).map(columnName);
  return names.filter((name) => words.includes(name)).length > 1;
}

async function* followedBy(opening: string, lines: AsyncIterable<string>): AsyncGenerator<string> {
  if (opening) yield opening;
  yield* lines;
}

/** What the parser has read: when it fails, rows before the failing one are still on their way. */
class Seen {
  line = 0;
  first: readonly string[] = [];

  /** With `info` it is not the record that comes, as the types say. */
  readonly note = (parsed: string[]): string[] => {
    const { record, info } = parsed as unknown as Parsed;
    if (this.first.length === 0 && !record.every((cell) => NOTHING.test(cell))) this.first = record.map(spelledName);
    this.line = info.lines;
    return parsed;
  };
}

class Ending {
  endsLine = false;

  async *watched(text: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const piece of text) {
      if (piece !== '') this.endsLine = piece.endsWith('\n');
      yield piece;
    }
  }
}

function lineEndsIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
}
