/** No text table at all: nothing in it, or a file of another kind. */
export type NoTable =
  | 'empty'
  | 'workbook'
  | 'web-page'
  | 'utf-32'
  | 'picture'
  | 'archive'
  | 'pdf'
  | 'rich-text'
  | 'json'
  | 'big5'
  | 'not-text';

/** Why a table cannot be read as a whole; whoever asked for it says so in its own words. */
export class UnreadableTable extends Error {
  constructor(
    readonly reason: 'encoding' | 'form' | 'header' | 'twice' | 'title' | 'long-cell' | 'separator' | NoTable,
    /** Line numbers and column names, nothing that the file says. */
    readonly facts: Readonly<Record<string, string | number>> = {},
    /** The names that stand where a header was looked for, as they are compared: they may be another table's. */
    readonly header: readonly string[] = [],
  ) {
    super(`A table cannot be read: ${reason}`);
    this.name = 'UnreadableTable';
  }
}
