import type { Readable } from 'node:stream';
import type { FileCells } from '../../domain/row-shape.js';

export interface FileRow extends FileCells {
  /** Of the file, the header being line 1. */
  readonly line: number;
}

export interface FileColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A file of a feed, row by row while it arrives. */
export abstract class FeedFiles {
  /** @throws FEED.HEADER unless every required column is named, and others for what cannot be read as a whole */
  abstract rows(content: Readable, columns: FileColumns): AsyncIterable<FileRow>;
}
