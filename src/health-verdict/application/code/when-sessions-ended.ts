import { Injectable } from '@nestjs/common';
import { type SessionsEnded, SessionsEndedV1 } from '../../../identity/contracts/events.js';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { Reaction, ReactsTo } from '../../../platform/messaging/reaction.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { CodeViews } from './code-view.js';
import { Devices } from './devices.js';

/** A device shows the code as long as the session that enrolled it lives; what any session read of the digits ends with it. */
@Injectable()
@ReactsTo(SessionsEndedV1)
export class WhenSessionsEnded extends Reaction<SessionsEnded> {
  constructor(
    private readonly codes: CodeViews,
    private readonly devices: Devices,
  ) {
    super();
  }

  async handle(tx: Tx, { occurredAt, payload: { residentId, sessionIds } }: OutboxEvent<SessionsEnded>): Promise<void> {
    const code = residentId === undefined ? undefined : await this.codes.find(residentId);
    if (!code) return;
    await this.devices.lock(tx, code.id);
    const theirs = (await this.devices.of(code.id)).filter(
      ({ sessionId }) => sessionId !== null && sessionIds.includes(sessionId),
    );
    await this.devices.end(
      tx,
      code,
      theirs.map(({ id }) => id),
      'signed-out',
    );
    await this.devices.endDigits(tx, code.id, new Date(occurredAt));
  }
}
