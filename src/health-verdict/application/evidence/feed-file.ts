import type { Readable } from 'node:stream';

export interface FileRow {
  /** Of the file, the header being line 1. */
  readonly line: number;
  /** By column; `undefined` when the row has another number of columns. */
  readonly fields: Readonly<Record<string, string>> | undefined;
}

/** A file of a feed, row by row while it arrives. */
export abstract class FeedFiles {
  /** @throws FEED.HEADER unless every required column is named, FEED.BROKEN_FILE for what cannot be read */
  abstract rows(content: Readable, required: readonly string[]): AsyncIterable<FileRow>;
}
