import type { Readable } from 'node:stream';
import { missingIn, type TableRow } from '../../../platform/tabular/header.js';
import { textTable } from '../../../platform/tabular/text-table.js';
import { UnreadableTable } from '../../../platform/tabular/unreadable-table.js';
import {
  archive,
  big5,
  brokenFile,
  columnTwice,
  emptyFile,
  json,
  longCell,
  mixedEncoding,
  notText,
  otherFeed,
  otherSeparator,
  pdf,
  picture,
  richText,
  titleAboveHeader,
  utf32,
  webPage,
  workbook,
  wrongHeader,
} from '../../domain/errors.js';
import type { Feed } from '../../feeds/feed.js';
import { columnsOf } from '../../feeds/read-row.js';

const SAID = {
  encoding: mixedEncoding,
  form: brokenFile,
  header: wrongHeader,
  twice: columnTwice,
  separator: otherSeparator,
  title: titleAboveHeader,
  'long-cell': longCell,
  empty: emptyFile,
  workbook,
  'web-page': webPage,
  'utf-32': utf32,
  picture,
  archive,
  pdf,
  'rich-text': richText,
  json,
  big5,
  'not-text': notText,
} satisfies Record<UnreadableTable['reason'], unknown>;

/** A file of a feed, row by row while it arrives. @throws FEED.HEADER and its like for what cannot be read as a whole @param feeds all that there are */
export async function* fileRows(content: Readable, feed: Feed, feeds: readonly Feed[]): AsyncGenerator<TableRow> {
  try {
    yield* textTable(content, columnsOf(feed));
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    const meant =
      error.reason === 'header' && feeds.find((one) => missingIn(error.header, columnsOf(one)).length === 0);
    throw meant ? otherFeed({ feed: meant.name.zh }) : SAID[error.reason](error.facts);
  }
}
