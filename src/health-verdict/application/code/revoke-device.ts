import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { HealthCodes } from '../../domain/health-code.js';

/** What the device still shows, QR and digits, is refused from now on, wherever the server is asked. */
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
    private readonly codes: HealthCodes,
    private readonly clock: Clock,
  ) {}

  async execute({ residentId, deviceId }: RevokeDevice): Promise<void> {
    await this.transactions.run(async () => {
      const code = await this.codes.own(residentId);
      code.revoke(deviceId, this.clock.now());
      await this.codes.save(code);
    });
  }
}
