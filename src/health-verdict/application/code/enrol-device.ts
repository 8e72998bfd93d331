import { createPublicKey } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { StepUp } from '../../../identity/contracts/step-up.js';
import { Transactions, type Tx } from '../../../platform/persistence/transactions.js';
import { enrolmentOf, MOST_DEVICES } from '../../domain/devices.js';
import { badDeviceKey, deviceNeedsSms, noSuchDevice, otherDeviceKey, tooManyDevices } from '../../domain/errors.js';
import { pointAsKey } from '../../token/credential.js';
import { CodeViews, type OwnCode } from './code-view.js';
import { CredentialDesk, type IssuedCredential } from './credential-desk.js';
import { Devices } from './devices.js';

export interface NewDevice {
  readonly id: string;
  readonly name: string;
  /** Uncompressed P-256 point. */
  readonly publicKey: Buffer;
  readonly smsCode?: string | undefined;
  /** The device of this code whose place it takes. */
  readonly replaces?: string | undefined;
}

export interface Holder {
  readonly residentId: string;
  readonly accountId: string;
  readonly sessionId: string;
}

/** A device becomes one that shows the code. The first one needs only the session, every further one an SMS as well. */
export class EnrolDevice extends Command<IssuedCredential> {
  constructor(
    readonly holder: Holder,
    readonly device: NewDevice,
  ) {
    super();
  }
}

@CommandHandler(EnrolDevice)
export class EnrolDeviceHandler implements ICommandHandler<EnrolDevice> {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: CodeViews,
    private readonly devices: Devices,
    private readonly desk: CredentialDesk,
    private readonly stepUp: StepUp,
  ) {}

  async execute({ holder, device }: EnrolDevice): Promise<IssuedCredential> {
    assertPoint(device.publicKey);
    const code = await this.codes.own(holder.residentId);
    const confirmed = await this.confirmed(code, holder, device);
    return this.transactions.run(async (tx) => {
      await this.devices.lock(tx, code.id);
      if (!(await this.enrolledBefore(code, device))) await this.add(tx, code, holder, device, confirmed);
      return this.desk.issue(tx, await this.codes.own(holder.residentId), device.id);
    });
  }

  /** The SMS is looked at last, so that none is used up by what is refused anyway. */
  private async confirmed(code: OwnCode, { sessionId, accountId }: Holder, device: NewDevice): Promise<boolean> {
    if (await this.enrolledBefore(code, device)) return false;
    const { needs } = await this.enrolment(code, sessionId, device);
    return (
      needs === 'sms' && device.smsCode !== undefined && this.stepUp.smsPassed(accountId, device.smsCode, 'device')
    );
  }

  private async add(
    tx: Tx,
    code: OwnCode,
    { sessionId }: Holder,
    device: NewDevice,
    confirmed: boolean,
  ): Promise<void> {
    const enrolment = await this.enrolment(code, sessionId, device);
    if (enrolment.needs === 'sms' && !confirmed) throw deviceNeedsSms();
    await this.devices.add(tx, code, { ...device, sessionId }, enrolment.needs === 'sms' ? enrolment.ends : []);
  }

  /** @throws DEVICE.TOO_MANY, DEVICE.NOT_FOUND when what it is to replace is not there */
  private async enrolment(code: OwnCode, sessionId: string, { replaces }: NewDevice) {
    const known = await this.devices.of(code.id);
    if (replaces && !known.some(({ id, live }) => id === replaces && live)) throw noSuchDevice();
    const enrolment = enrolmentOf({ sessionId, replaces }, known);
    if (enrolment.needs === 'place') throw tooManyDevices({ most: MOST_DEVICES });
    return enrolment;
  }

  /** The same request again, whose answer was lost. */
  private async enrolledBefore(code: OwnCode, device: NewDevice): Promise<boolean> {
    const again = (await this.devices.of(code.id)).find(({ id }) => id === device.id);
    if (again && !Buffer.from(again.publicKey).equals(device.publicKey)) throw otherDeviceKey();
    return again !== undefined;
  }
}

function assertPoint(point: Buffer): void {
  try {
    if (point.length !== 65 || point[0] !== 4) throw new Error('not uncompressed');
    createPublicKey(pointAsKey(point));
  } catch {
    throw badDeviceKey();
  }
}
