import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { Clock } from '../../platform/kernel/clock.js';
import { defineError } from '../../platform/kernel/domain-error.js';
import { newId } from '../../platform/kernel/ids.js';
import { Database } from '../../platform/persistence/database.js';
import type { Tx } from '../../platform/persistence/transactions.js';

const noSuchMessage = defineError('MESSAGE.NOT_FOUND', 'not-found', { zh: '没有这条消息', en: 'There is no such message' });

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface MessageView {
  readonly id: string;
  readonly title: Words;
  readonly body: Words;
  readonly sentAt: string;
  readonly readAt?: string;
}

interface MessageRow {
  id: string;
  title: Words;
  body: Words;
  sent_at: Date;
  read_at: Date | null;
}

/** 站内消息: the inbox of a resident. */
@Injectable()
export class Messages {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async send(tx: Tx, residentId: string, title: Words, body: Words): Promise<void> {
    await sql`
      INSERT INTO identity.message (id, resident_id, title, body, sent_at)
      VALUES (${newId()}, ${residentId}, ${JSON.stringify(title)}::jsonb, ${JSON.stringify(body)}::jsonb, ${this.clock.now()})
    `.execute(tx.db());
  }

  async inbox(residentId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<MessageView>> {
    const after = decodeCursor(cursor, 'at', 'id');
    const { rows } = await sql<MessageRow>`
      SELECT id, title, body, sent_at, read_at FROM identity.message
      WHERE resident_id = ${residentId} AND (${after?.[0] ?? null}::timestamptz IS NULL OR (sent_at, id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
      ORDER BY sent_at DESC, id DESC LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(rows, limit, toView, (row) => [new Date(row.sent_at).toISOString(), row.id]);
  }

  async read(residentId: string, messageId: string): Promise<void> {
    const { rows } = await sql`
      UPDATE identity.message SET read_at = coalesce(read_at, ${this.clock.now()}) WHERE id = ${messageId} AND resident_id = ${residentId} RETURNING 1
    `.execute(this.database.read());
    if (rows.length === 0) throw noSuchMessage();
  }

  async unread(residentId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM identity.message WHERE resident_id = ${residentId} AND read_at IS NULL
    `.execute(this.database.read());
    return rows[0]?.count ?? 0;
  }
}

function toView({ id, title, body, sent_at, read_at }: MessageRow): MessageView {
  return { id, title, body, sentAt: new Date(sent_at).toISOString(), ...(read_at ? { readAt: new Date(read_at).toISOString() } : {}) };
}
