import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse';
import { pipeline, type Readable } from 'node:stream';
import { FeedFiles, type FileRow } from '../application/evidence/feed-file.js';
import { brokenFile, wrongHeader } from '../domain/errors.js';
import { ToText } from './utf8-stream.js';

/** Characters; no honest row comes near it, an unclosed quotation mark passes it. */
const LONGEST_ROW = 20_000;

/** Also mixed: headers are typed by hand on top of what a system wrote. */
const LINE_ENDS = ['\r\n', '\n', '\r'];
const FORM = { bom: true, info: true, trim: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };

/** Streams a CSV (RFC 4180, any line end): never the whole file in memory. */
@Injectable()
export class CsvFeedFiles extends FeedFiles {
  async *rows(content: Readable, required: readonly string[]): AsyncGenerator<FileRow> {
    const parser = parse({ ...FORM, record_delimiter: LINE_ENDS, max_record_size: LONGEST_ROW });
    // The error of whichever part fails first reaches the loop below through the parser.
    pipeline(content, new ToText(), parser, () => undefined);
    let header: string[] | undefined;
    try {
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        if (header) yield { line: info.lines, fields: fieldsOf(header, record) };
        else header = headerOf(record, required);
      }
    } catch (error) {
      throw (error as { code?: string }).code?.startsWith('CSV_') ? brokenFile() : error;
    }
    if (!header) throw wrongHeader({ missing: required.join(', ') });
  }
}

/** Order and further columns do not matter. */
function headerOf(record: readonly string[], required: readonly string[]): string[] {
  const header = record.map((name) => name.normalize('NFKC').trim().toLowerCase());
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length > 0) throw wrongHeader({ missing: missing.join(', ') });
  const twice = required.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice.length > 0) throw wrongHeader({ twice: twice.join(', ') });
  return header;
}

function fieldsOf(header: readonly string[], record: readonly string[]): FileRow['fields'] {
  return record.length === header.length ? Object.fromEntries(header.map((name, index) => [name, record[index]!])) : undefined;
}
