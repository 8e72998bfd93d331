import { Injectable } from '@nestjs/common';
import type { OutboxEvent } from '../../platform/messaging/outbox.js';
import { Reaction, ReactsTo } from '../../platform/messaging/reaction.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { type NoticeWanted, NoticeWantedV1 } from '../contracts/notices.js';
import { Messages } from './messages.js';

@Injectable()
@ReactsTo(NoticeWantedV1)
export class WhenNoticeWanted extends Reaction<NoticeWanted> {
  constructor(private readonly messages: Messages) {
    super();
  }

  handle(tx: Tx, { payload }: OutboxEvent<NoticeWanted>): Promise<void> {
    return this.messages.deliver(tx, payload);
  }
}
