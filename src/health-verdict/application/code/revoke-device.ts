import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { noSuchDevice } from '../../domain/errors.js';
import { CodeViews } from './code-view.js';
import { Devices } from './devices.js';

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
    private readonly codes: CodeViews,
    private readonly devices: Devices,
  ) {}

  async execute({ residentId, deviceId }: RevokeDevice): Promise<void> {
    const code = await this.codes.own(residentId);
    const ended = await this.transactions.run(async (tx) => {
      await this.devices.lock(tx, code.id);
      return this.devices.end(tx, code, [deviceId], 'revoked');
    });
    if (!ended) throw noSuchDevice();
  }
}
