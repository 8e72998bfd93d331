import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Clock } from '../../platform/kernel/clock.js';
import { defineError } from '../../platform/kernel/domain-error.js';
import { Database } from '../../platform/persistence/database.js';
import { type Tx, Transactions } from '../../platform/persistence/transactions.js';
import type { NoticeWanted, Words } from '../contracts/notices.js';

const noSuchMessage = defineError('MESSAGE.NOT_FOUND', 'not-found', {
  zh: '没有这条消息',
  en: 'There is no such message',
});

export interface MessageView {
  readonly id: string;
  readonly title: Words;
  readonly body: Words;
  /** A page of the product. */
  readonly link?: string;
  readonly sentAt: string;
  readonly readAt?: string;
}

interface MessageRow {
  id: string;
  title: Words;
  body: Words;
  link: string | null;
  sent_at: Date;
  read_at: Date | null;
}

/** 站内消息: the inbox of a resident. */
@Injectable()
export class Messages {
  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One statement, however many people the letter is for. */
  async deliver(tx: Tx, { noticeId, residentIds, accountIds, title, body, link }: NoticeWanted): Promise<void> {
    await sql`
      INSERT INTO identity.message (id, resident_id, notice_id, title, body, link, sent_at)
      SELECT uuidv7(), resident_id, ${noticeId}, ${JSON.stringify(title)}::jsonb, ${JSON.stringify(body)}::jsonb, ${link ?? null}, ${this.clock.now()}
      FROM (SELECT id AS resident_id FROM identity.resident WHERE id = ANY(${[...residentIds]}::uuid[])
            UNION SELECT resident_id FROM identity.account WHERE id = ANY(${[...accountIds]}::uuid[]) AND resident_id IS NOT NULL) AS addressee
      ON CONFLICT (resident_id, notice_id) WHERE notice_id IS NOT NULL DO NOTHING
    `.execute(tx.db());
  }

  async inbox(
    residentId: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<Page<MessageView>> {
    const after = decodeCursor(cursor, 'at', 'id');
    const { rows } = await sql<MessageRow>`
      SELECT id, title, body, link, sent_at, read_at FROM identity.message
      WHERE resident_id = ${residentId} AND (${after?.[0] ?? null}::timestamptz IS NULL OR (sent_at, id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
      ORDER BY sent_at DESC, id DESC LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(rows, limit, toView, (row) => [new Date(row.sent_at).toISOString(), row.id]);
  }

  async read(residentId: string, messageId: string): Promise<void> {
    const { rows } = await this.transactions.run((tx) =>
      sql`
        UPDATE identity.message SET read_at = coalesce(read_at, ${this.clock.now()}) WHERE id = ${messageId} AND resident_id = ${residentId} RETURNING 1
      `.execute(tx.db()),
    );
    if (rows.length === 0) throw noSuchMessage();
  }

  async unread(residentId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM identity.message WHERE resident_id = ${residentId} AND read_at IS NULL
    `.execute(this.database.read());
    return rows[0]?.count ?? 0;
  }
}

function toView({ id, title, body, link, sent_at, read_at }: MessageRow): MessageView {
  return {
    ...{ id, title, body, sentAt: new Date(sent_at).toISOString() },
    ...(link ? { link } : {}),
    ...(read_at ? { readAt: new Date(read_at).toISOString() } : {}),
  };
}
