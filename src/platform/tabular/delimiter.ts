const DELIMITERS = [',', '\t', ';', '|'];
/** Lines among which the header is looked for: a title may stand above it. */
const HEADER_WITHIN = 3;

/** `sep=;` in the first line is an instruction to spreadsheets. */
const SEPARATOR_LINE = /^\n*"?sep=(.)"?(?=\n|$)/i;

/** A table's text without such a line (its place stays, lines are counted), and what separates the columns: said there, or what makes most of the names in the header. */
export function delimited(opening: string, names: readonly string[]): { delimiter: string; text: string } {
  const said = SEPARATOR_LINE.exec(opening)?.[1];
  if (said)
    return {
      delimiter: said,
      text: opening.replace(SEPARATOR_LINE, (line) => '\n'.repeat(line.split('\n').length - 1)),
    };
  const lines = opening
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, HEADER_WITHIN);
  const known = (delimiter: string) =>
    Math.max(
      0,
      ...lines.map(
        (line) =>
          line
            .split(delimiter)
            .map(columnName)
            .filter((name) => names.includes(name)).length,
      ),
    );
  const found = DELIMITERS.map((delimiter) => ({ delimiter, count: known(delimiter) }));
  const best = found.reduce((most, it) => (it.count > most.count ? it : most));
  return { delimiter: best.delimiter, text: opening };
}

/** As it is compared: typed by hand, a header may have quotation marks, capitals and full-width letters. */
export function columnName(cell: string): string {
  return cell.normalize('NFKC').replaceAll('"', '').trim().toLowerCase();
}
