/** No text table at all: nothing in it, a workbook, a web page, 32 bits for each letter. */
export type NoTable = 'empty' | 'workbook' | 'web-page' | 'utf-32';

/** Why a table cannot be read as a whole; whoever asked for it says so in its own words. */
export class UnreadableTable extends Error {
  constructor(
    readonly reason: 'encoding' | 'form' | 'header' | 'title' | 'long-cell' | NoTable,
    /** Line numbers and column names, nothing that the file says. */
    readonly facts: Readonly<Record<string, string | number>> = {},
  ) {
    super(`A table cannot be read: ${reason}`);
    this.name = 'UnreadableTable';
  }
}
