import { columnName } from './column-name.js';
import { UnreadableTable } from './unreadable-table.js';

const DELIMITERS = [',', '\t', ';', '|'];
/** What else people put between columns: a comma of Chinese text, or columns set with spaces. */
const OTHERS = ['，', '、', '；', '｜', '^', '~', '#', ' ', '\u3000'];
/** Lines among which the header is looked for: titles may stand above it. */
export const HEADER_WITHIN = 6;
/** Names in a line from which on it is a header, whatever stands between them. */
const NAMES_OF_A_HEADER = 3;

/** `sep=;` in the first line is an instruction to spreadsheets, also as they write it back: `sep=;,,,`. */
const SEPARATOR_LINE = /^\n*"?sep *= *([^\n"])"?[,;|\t ]*(?=\n|$)/i;

/**
 * A table's text without such a line (its place stays, lines are counted), and what separates the columns: said there, or what makes most of the
 * names in the header.
 * @throws UnreadableTable for a header with something else between its columns
 */
export function delimited(opening: string, names: readonly string[]): { delimiter: string; text: string } {
  const said = SEPARATOR_LINE.exec(opening)?.[1];
  if (said)
    return {
      delimiter: said,
      text: opening.replace(SEPARATOR_LINE, (line) => '\n'.repeat(line.split('\n').length - 1)),
    };
  const lines = opening.split('\n');
  const headers = lines.filter((line) => line.trim() !== '').slice(0, HEADER_WITHIN);
  const [best, other] = [DELIMITERS, OTHERS].map((all) => mostNames(all, headers, names)) as [Found, Found];
  if (best.count < NAMES_OF_A_HEADER && other.count >= NAMES_OF_A_HEADER)
    throw new UnreadableTable('separator', { line: lines.indexOf(other.line) + 1 });
  return { delimiter: best.delimiter, text: opening };
}

interface Found {
  readonly delimiter: string;
  readonly line: string;
  readonly count: number;
}

function mostNames(delimiters: readonly string[], lines: readonly string[], names: readonly string[]): Found {
  const known = (line: string, delimiter: string) =>
    new Set(
      line
        .split(delimiter)
        .map(columnName)
        .filter((name) => names.includes(name)),
    ).size;
  return delimiters
    .flatMap((delimiter) => lines.map((line): Found => ({ delimiter, line, count: known(line, delimiter) })))
    .reduce((most, it) => (it.count > most.count ? it : most), { delimiter: delimiters[0]!, line: '', count: 0 });
}
