/** A spreadsheet would reckon with it, or round it as a number: an apostrophe before it makes it text. */
const NOT_FOR_RECKONING = /^(?:[=+\-@]|\d{12,}$)/;

/** A table as offices open it: UTF-8 that says so, and nothing in it that a spreadsheet takes for a formula, whoever wrote the cells. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

/** Hands a text to the browser as a file to keep. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // Some browsers read it only after the click.
}

function cellOf(value: string | number): string {
  const text = String(value);
  const plain = NOT_FOR_RECKONING.test(text.normalize('NFKC').trimStart()) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
