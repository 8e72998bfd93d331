import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Clock } from '../../platform/kernel/clock.js';
import { defineError } from '../../platform/kernel/domain-error.js';
import { Database } from '../../platform/persistence/database.js';
import { type Tx, Transactions } from '../../platform/persistence/transactions.js';
import type { Row } from '../../platform/persistence/values.js';
import type { NoticeWanted, Words } from '../contracts/notices.js';
import type { IdentityTables } from '../tables.js';

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

type MessageRow = Omit<Row<IdentityTables, 'identity.message'>, 'resident_id' | 'notice_id' | 'title' | 'body'> & {
  title: Words;
  body: Words;
};

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
    const rows = await this.database
      .read<IdentityTables>()
      .selectFrom('identity.message')
      .select(['id', 'title', 'body', 'link', 'sent_at', 'read_at'])
      .where('resident_id', '=', residentId)
      .$if(after !== undefined, (messages) =>
        messages.where(sql<boolean>`(sent_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
      )
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .$narrowType<{ title: Words; body: Words }>()
      .execute();
    return toPage(rows, limit, toView, (row) => [row.sent_at.toISOString(), row.id]);
  }

  async markRead(residentId: string, messageId: string): Promise<void> {
    const message = await this.transactions.run((tx) =>
      tx
        .db<IdentityTables>()
        .updateTable('identity.message')
        .set(({ fn, val, ref }) => ({ read_at: fn.coalesce(ref('read_at'), val(this.clock.now())) }))
        .where('id', '=', messageId)
        .where('resident_id', '=', residentId)
        .returning('id')
        .executeTakeFirst(),
    );
    if (!message) throw noSuchMessage();
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
    ...{ id, title, body, sentAt: sent_at.toISOString() },
    ...(link ? { link } : {}),
    ...(read_at ? { readAt: read_at.toISOString() } : {}),
  };
}
