import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { noSuchDevice } from '../../domain/errors.js';
import { CodeViews } from './code-view.js';

/** What the device still shows is refused from now on, wherever the server is asked. */
export class RevokeDevice extends Command<void> {
  constructor(
    readonly residentId: string,
    readonly deviceId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeDevice)
export class RevokeDeviceHandler implements ICommandHandler<RevokeDevice> {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: CodeViews,
    private readonly clock: Clock,
  ) {}

  async execute({ residentId, deviceId }: RevokeDevice): Promise<void> {
    const { id: codeId } = await this.codes.own(residentId);
    const { rows } = await this.transactions.run((tx) =>
      sql`
        UPDATE health_verdict.device SET revoked_at = ${this.clock.now()} WHERE id = ${deviceId} AND code_id = ${codeId} AND revoked_at IS NULL RETURNING 1
      `.execute(tx.db()),
    );
    if (rows.length === 0) throw noSuchDevice();
  }
}
