import { parse } from 'csv-parse';
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { brokenFile, wrongHeader } from '../domain/errors.js';

const SNIFFED = 64 * 1024;

/** UTF-8 with or without BOM, or GBK: decided on the first 64 kB, since Excel on Chinese Windows writes GBK. */
class ToUtf8 extends Transform {
  private head: Buffer[] = [];
  private length = 0;
  private decoder: TextDecoder | undefined;

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.decoder) return done(null, this.decoder.decode(chunk, { stream: true }));
    this.head.push(chunk);
    this.length += chunk.length;
    if (this.length < SNIFFED) return done();
    this.release(done);
  }

  override _flush(done: TransformCallback): void {
    if (!this.decoder) return this.release(done, false);
    done(null, this.decoder.decode());
  }

  private release(done: TransformCallback, more = true): void {
    const head = Buffer.concat(this.head);
    this.head = [];
    this.decoder = new TextDecoder(looksLikeUtf8(head, more) ? 'utf-8' : 'gb18030');
    done(null, this.decoder.decode(head, { stream: more }));
  }
}

function looksLikeUtf8(bytes: Buffer, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

export interface CsvRow {
  /** Of the file, the header being line 1. */
  readonly line: number;
  /** By column; `undefined` when the row has another number of columns. */
  readonly fields: Record<string, string> | undefined;
}

/** Streams a CSV: never the whole file in memory. @throws wrongHeader, brokenFile */
export async function* csvRows(source: Readable, columns: readonly string[]): AsyncGenerator<CsvRow> {
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true, trim: true, max_record_size: 20_000 });
  const decoded = source.pipe(new ToUtf8());
  source.on('error', (error) => parser.destroy(error));
  decoded.pipe(parser);
  let header: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!header) {
        header = record.map((name) => name.toLowerCase());
        const missing = columns.filter((column) => !header!.includes(column));
        if (missing.length > 0) throw wrongHeader({ missing: missing.join(', ') });
        continue;
      }
      const fits = record.length === header.length;
      yield { line: info.lines, fields: fits ? Object.fromEntries(header.map((name, index) => [name, record[index]!])) : undefined };
    }
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('CSV_') ? brokenFile() : error;
  }
  if (!header) throw wrongHeader({ missing: columns.join(', ') });
}
