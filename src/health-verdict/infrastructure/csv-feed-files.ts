import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { textTable } from '../../platform/tabular/text-table.js';
import { UnreadableTable } from '../../platform/tabular/unreadable-table.js';
import { FeedFiles, type FileRow } from '../application/evidence/feed-file.js';
import { brokenFile, mixedEncoding, wrongHeader } from '../domain/errors.js';

const SAID = { encoding: mixedEncoding, form: brokenFile, header: wrongHeader };

/** Feeds come as text tables: CSV, or what a spreadsheet calls "Unicode text". */
@Injectable()
export class CsvFeedFiles extends FeedFiles {
  async *rows(content: Readable, required: readonly string[]): AsyncGenerator<FileRow> {
    try {
      yield* textTable(content, required);
    } catch (error) {
      throw error instanceof UnreadableTable ? SAID[error.reason](error.facts) : error;
    }
  }
}
