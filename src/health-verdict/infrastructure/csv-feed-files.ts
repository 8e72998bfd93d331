import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { textTable } from '../../platform/tabular/text-table.js';
import { UnreadableTable } from '../../platform/tabular/unreadable-table.js';
import { FeedFiles, type FileColumns, type FileRow } from '../application/evidence/feed-file.js';
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
} from '../domain/errors.js';

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

/** Feeds come as text tables: CSV, or what a spreadsheet calls "Unicode text". */
@Injectable()
export class CsvFeedFiles extends FeedFiles {
  async *rows(content: Readable, columns: FileColumns): AsyncGenerator<FileRow> {
    try {
      yield* textTable(content, columns);
    } catch (error) {
      throw error instanceof UnreadableTable ? SAID[error.reason](error.facts) : error;
    }
  }
}
