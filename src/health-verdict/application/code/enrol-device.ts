import { createPublicKey } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EndedSessions } from '../../../identity/contracts/ended-sessions.js';
import { StepUp } from '../../../identity/contracts/step-up.js';
import { notSignedIn } from '../../../platform/authorization/principal.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { badDeviceKey } from '../../domain/errors.js';
import { HealthCodes, type NewDevice, type Proof } from '../../domain/health-code.js';
import { pointAsKey } from '../../token/credential.js';
import { CredentialDesk, type IssuedCredential } from './credential-desk.js';

export interface Enroller {
  readonly residentId: string;
  readonly accountId: string;
}

/** A device becomes one that shows the code. The first one needs only the session, every further one an SMS as well. */
export class EnrolDevice extends Command<IssuedCredential> {
  constructor(
    readonly enroller: Enroller,
    readonly device: NewDevice,
    readonly smsCode?: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(EnrolDevice)
export class EnrolDeviceHandler implements ICommandHandler<EnrolDevice> {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: HealthCodes,
    private readonly desk: CredentialDesk,
    private readonly stepUp: StepUp,
    private readonly sessions: EndedSessions,
    private readonly clock: Clock,
  ) {}

  async execute(wish: EnrolDevice): Promise<IssuedCredential> {
    assertPoint(wish.device.publicKey);
    const proof = await this.proof(wish);
    return this.transactions.run(async (tx) => {
      const code = await this.codes.own(wish.enroller.residentId);
      // Who ended the session meanwhile waits for the code, and then finds this device; who did before is found here.
      if (await this.sessions.hasEnded(wish.device.sessionId)) throw notSignedIn();
      code.enrol(wish.device, proof, this.clock.now());
      await this.codes.save(code);
      return this.desk.issue(tx, code, wish.device.id);
    });
  }

  /** Before the code is locked, and the SMS last: none is used up by what is refused anyway. */
  private async proof({ enroller, device, smsCode }: EnrolDevice): Promise<Proof> {
    const code = await this.codes.own(enroller.residentId);
    if (code.proofFor(device) === 'session' || smsCode === undefined) return 'session';
    return (await this.stepUp.smsPassed(enroller.accountId, smsCode, 'device')) ? 'sms' : 'session';
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
