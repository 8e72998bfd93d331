import { Injectable } from '@nestjs/common';
import { type SessionsEnded, SessionsEndedV1 } from '../../../identity/contracts/events.js';
import { Clock } from '../../../platform/kernel/clock.js';
import type { OutboxEvent } from '../../../platform/messaging/outbox.js';
import { Reaction, ReactsTo } from '../../../platform/messaging/reaction.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { HealthCodes } from '../../domain/health-code.js';

@Injectable()
@ReactsTo(SessionsEndedV1)
export class WhenSessionsEnded extends Reaction<SessionsEnded> {
  constructor(
    private readonly codes: HealthCodes,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle(_: Tx, { occurredAt, payload: { residentId, sessionIds } }: OutboxEvent<SessionsEnded>): Promise<void> {
    const code = residentId === undefined ? undefined : await this.codes.ofResident(residentId);
    if (!code) return;
    code.closeSessions(sessionIds, new Date(occurredAt), this.clock.now());
    await this.codes.save(code);
  }
}
