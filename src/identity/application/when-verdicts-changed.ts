import { Injectable } from '@nestjs/common';
import { type VerdictsChanged, VerdictsChangedV1 } from '../../health-verdict/contracts/events.js';
import { Reaction, ReactsTo } from '../../platform/messaging/reaction.js';
import type { OutboxEvent } from '../../platform/messaging/outbox.js';
import type { Tx } from '../../platform/persistence/transactions.js';
import { Messages } from './messages.js';

const TITLE = {
  green: { zh: '您的健康码已转为绿色', en: 'Your health code is green' },
  orange: { zh: '您的健康码已转为橙色', en: 'Your health code is orange' },
};
const BODY = {
  green: { zh: '核验通过。', en: 'The check is passed.' },
  orange: { zh: '核验未通过。请打开健康码页面查看原因、期限和转绿的办法。', en: 'The check is not passed. Open the code page for the reason, until when, and the way back to green.' },
};

@Injectable()
@ReactsTo(VerdictsChangedV1)
export class WhenVerdictsChanged extends Reaction<VerdictsChanged> {
  constructor(private readonly messages: Messages) {
    super();
  }

  async handle(tx: Tx, { payload }: OutboxEvent<VerdictsChanged>): Promise<void> {
    for (const { residentId, colour } of payload.changes) await this.messages.send(tx, residentId, TITLE[colour], BODY[colour]);
  }
}
