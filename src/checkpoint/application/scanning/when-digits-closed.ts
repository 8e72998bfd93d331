import { Injectable } from '@nestjs/common';
import { noticeWanted } from '../../../identity/contracts/notices.js';
import { localDate } from '../../../platform/kernel/shanghai.js';
import { Outbox, type OutboxEvent } from '../../../platform/messaging/outbox.js';
import { Reaction, ReactsTo } from '../../../platform/messaging/reaction.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { type DigitsClosed, DigitsClosedV1 } from '../../contracts/events.js';

const TITLE = { zh: '您的数字码暂停使用', en: 'Your digits are paused' };
const BODY = {
  zh: '有人多次输入与您的健康码不符的数字，数字核验暂停10分钟，展码不受影响。如果不是您本人出示的数字有误，请留意。',
  en: 'Somebody typed digits of your code wrongly several times. Checking by digits is paused for 10 minutes; the QR code works as ever. If it was not at your own check, be watchful.',
};

/** The person whose digits were guessed at is told, once a day. */
@Injectable()
@ReactsTo(DigitsClosedV1)
export class WhenDigitsClosed extends Reaction<DigitsClosed> {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  async handle(tx: Tx, { payload: { residentId }, occurredAt }: OutboxEvent<DigitsClosed>): Promise<void> {
    if (!residentId) return;
    const at = new Date(occurredAt);
    const id = `digits-closed.${residentId}.${localDate(at)}`;
    await this.outbox.append(tx, [
      noticeWanted(at, { id, to: { residentId }, title: TITLE, body: BODY, link: '/code' }),
    ]);
  }
}
