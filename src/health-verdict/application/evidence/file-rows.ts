import type { Readable } from 'node:stream';
import type { Column, TableRow } from '../../../platform/tabular/header.js';
import { textTable } from '../../../platform/tabular/text-table.js';
import { UnreadableTable } from '../../../platform/tabular/unreadable-table.js';
import {
  brokenFile,
  emptyFile,
  longCell,
  mixedEncoding,
  titleAboveHeader,
  utf32,
  webPage,
  workbook,
  wrongHeader,
} from '../../domain/errors.js';

const SAID = {
  encoding: mixedEncoding,
  form: brokenFile,
  header: wrongHeader,
  title: titleAboveHeader,
  'long-cell': longCell,
  empty: emptyFile,
  workbook,
  'web-page': webPage,
  'utf-32': utf32,
} satisfies Record<UnreadableTable['reason'], unknown>;

/** A file of a feed, row by row while it arrives. @throws FEED.HEADER and its like for what cannot be read as a whole */
export async function* fileRows(content: Readable, columns: readonly Column[]): AsyncGenerator<TableRow> {
  try {
    yield* textTable(content, columns);
  } catch (error) {
    throw error instanceof UnreadableTable ? SAID[error.reason](error.facts) : error;
  }
}
