import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { newId } from '../../../platform/kernel/ids.js';
import { localDate } from '../../../platform/kernel/shanghai.js';
import { Turn } from '../../../platform/operations/in-turns.js';
import { OperationRunner } from '../../../platform/operations/operation-runner.js';
import { Operations, reasonOf } from '../../../platform/operations/operations.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { isRounded } from '../../../platform/tabular/spreadsheet-damage.js';
import type { TableRow } from '../../../platform/tabular/header.js';
import { emptyFile, noSuchFeed, roundedFile } from '../../domain/errors.js';
import type { Feed } from '../../feeds/feed.js';
import { longNumberOf } from '../../feeds/about.js';
import { readFileRow } from '../../feeds/read-row.js';
import { Feeds } from './feeds.js';
import { FileNames } from './file-names.js';
import { fileRows } from './file-rows.js';
import { type RowRead, Staging } from './staging.js';

/** Rows that are staged, and later applied, in one transaction. */
const PIECE = 1500;

export const FEED_FILE = 'feed-file';

export class ReceiveFile extends Command<string> {
  constructor(
    /** Who uploads, and whose feeds there are for them. */
    readonly operator: { readonly accountId: string; readonly authorityId?: string | undefined },
    readonly feed: string,
    readonly file: { readonly name: string; readonly content: Readable },
    /** What the client calls this upload. */
    readonly key?: string,
  ) {
    super();
  }
}

/**
 * An authority's file is staged while it arrives, and from then on it counts; it is applied afterwards, by whichever worker (`FeedFiles`). A connection that
 * breaks before leaves nothing. @returns the id of the operation: a new one, or that of the same file sent before under the same key
 */
@CommandHandler(ReceiveFile)
export class ReceiveFileHandler implements ICommandHandler<ReceiveFile> {
  constructor(
    private readonly feeds: Feeds,
    private readonly operations: Operations,
    private readonly runner: OperationRunner,
    private readonly staging: Staging,
    private readonly fileNames: FileNames,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async execute(wanted: ReceiveFile): Promise<string> {
    const { content } = wanted.file;
    try {
      const feed = this.feeds.named(wanted.feed);
      if (feed.authority !== wanted.operator.authorityId) throw noSuchFeed();
      const digest = createHash('sha256').update(feed.key).update('\0');
      const id = newId();
      // An upload whose process died has failed, as the list says, and its key is free.
      if (wanted.key) await this.runner.giveUpSilent();
      const same = await this.begin(id, feed, wanted);
      if (same === undefined) await this.receive(id, feed, digested(content, digest), () => digest.digest('hex'));
      else {
        for await (const _ of digested(content, digest)); // Whether it is the same shows at its end.
        await this.operations.requireSame(same, digest.digest('hex'));
      }
      return same ?? id;
    } catch (error) {
      content.on('error', () => undefined).destroy();
      throw error;
    }
  }

  private begin(id: string, feed: Feed, { operator, file, key }: ReceiveFile): Promise<string | undefined> {
    const receivedAt = this.clock.now();
    return this.transactions.run(async (tx) => {
      const same = await this.operations.begin(tx, {
        id,
        kind: FEED_FILE,
        ownerId: feed.authority,
        startedBy: operator.accountId,
        line: `feed:${feed.key}`,
        key,
        receivedAt,
      });
      if (same === undefined)
        await sql`
          INSERT INTO health_verdict.batch (id, feed, sealed_name, received_at) VALUES (${id}, ${feed.key}, ${this.fileNames.seal(file.name)}, ${receivedAt})
        `.execute(tx.db());
      return same;
    });
  }

  private async receive(id: string, feed: Feed, content: Readable, digest: () => string): Promise<void> {
    try {
      await this.operations.alive(id, async () => {
        await this.stage(id, feed, content);
        await this.operations.staged(id, digest());
      });
    } catch (error) {
      await this.staging.discard(id);
      if (await this.operations.fail(id, reasonOf(error))) await this.staging.discard(id); // What was added meanwhile.
      throw error;
    }
  }

  private async stage(id: string, feed: Feed, content: Readable): Promise<void> {
    const today = localDate(this.clock.now());
    const numbers = new SeenNumbers();
    let [piece, pieces]: [RowRead[], number] = [[], 0];
    const turn = new Turn();
    for await (const row of fileRows(content, feed, this.feeds.all())) {
      numbers.see(row);
      piece.push({ line: row.line, read: readFileRow(feed, row, today) });
      if (piece.length === PIECE) {
        await this.staging.add(id, ++pieces, piece);
        piece = [];
      }
      if (turn.isOver) await turn.pass();
    }
    if (pieces === 0 && piece.length === 0) throw emptyFile();
    await this.staging.add(id, ++pieces, piece);
    numbers.requireUnrounded();
  }
}

/** The same bytes, which the digest has seen when they have all gone by. */
function digested(content: Readable, digest: ReturnType<typeof createHash>): Readable {
  async function* watched() {
    for await (const chunk of content) {
      digest.update(chunk as Buffer);
      yield chunk as Buffer;
    }
  }
  return Readable.from(watched());
}

/** Whether a spreadsheet rounded the column shows only when all of the file was seen. */
class SeenNumbers {
  all = 0;
  endingIn000 = 0;
  private first = 0;

  see({ line, fields }: TableRow): void {
    const number = longNumberOf(fields);
    if (!number) return;
    this.all++;
    if (!number.endsIn000) return;
    if (this.endingIn000 === 0) this.first = line;
    this.endingIn000++;
  }

  /** @throws FEED.ROUNDED */
  requireUnrounded(): void {
    if (isRounded(this)) throw roundedFile({ rows: this.endingIn000, line: this.first });
  }
}
