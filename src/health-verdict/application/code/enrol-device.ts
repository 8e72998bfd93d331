import { createPublicKey } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { StepUp } from '../../../identity/contracts/step-up.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../../platform/persistence/transactions.js';
import { badDeviceKey, deviceNeedsSms, otherDeviceKey, tooManyDevices } from '../../domain/errors.js';
import { pointAsKey } from '../../presentation/credential.js';
import { CodeViews } from './code-view.js';
import { CredentialDesk, type IssuedCredential } from './credential-desk.js';

const MOST = 3;

export interface NewDevice {
  readonly id: string;
  readonly name: string;
  /** Uncompressed P-256 point. */
  readonly publicKey: Buffer;
  readonly smsCode?: string | undefined;
}

/** A device becomes one that shows the code. The first one needs only the session, every further one an SMS as well. */
export class EnrolDevice extends Command<IssuedCredential> {
  constructor(
    readonly holder: { readonly residentId: string; readonly accountId: string; readonly sessionId: string },
    readonly device: NewDevice,
  ) {
    super();
  }
}

interface KnownDevice {
  id: string;
  public_key: Buffer;
  session_id: string | null;
  revoked_at: Date | null;
}

interface Candidate extends NewDevice {
  readonly codeId: string;
  readonly sessionId: string;
  /** By an SMS. */
  readonly confirmed: boolean;
}

@CommandHandler(EnrolDevice)
export class EnrolDeviceHandler implements ICommandHandler<EnrolDevice> {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: CodeViews,
    private readonly desk: CredentialDesk,
    private readonly stepUp: StepUp,
    private readonly clock: Clock,
  ) {}

  async execute({ holder: { residentId, accountId, sessionId }, device }: EnrolDevice): Promise<IssuedCredential> {
    assertPoint(device.publicKey);
    const { id: codeId } = await this.codes.own(residentId);
    const confirmed = device.smsCode !== undefined && (await this.stepUp.smsPassed(accountId, device.smsCode, 'device'));
    return this.transactions.run(async (tx) => {
      await sql`SELECT 1 FROM health_verdict.code WHERE id = ${codeId} FOR UPDATE`.execute(tx.db());
      const known = await this.known(tx, codeId);
      const again = known.find(({ id }) => id === device.id);
      if (again && !Buffer.from(again.public_key).equals(device.publicKey)) throw otherDeviceKey();
      if (!again) await this.add(tx, { ...device, codeId, sessionId, confirmed }, known);
      return this.desk.issue(tx, await this.codes.own(residentId), device.id);
    });
  }

  /** A browser that lost its storage takes its own place again, as long as its session lives; revoking all devices opens no door. */
  private async add(tx: Tx, { id, name, publicKey, codeId, sessionId, confirmed }: Candidate, known: readonly KnownDevice[]): Promise<void> {
    const predecessor = known.find((it) => it.session_id === sessionId);
    if (known.length > 0 && !predecessor && !confirmed) throw deviceNeedsSms();
    const live = known.filter((it) => it.revoked_at === null && it !== predecessor);
    if (live.length >= MOST) throw tooManyDevices({ most: MOST });
    const now = this.clock.now();
    if (predecessor) await sql`UPDATE health_verdict.device SET revoked_at = coalesce(revoked_at, ${now}) WHERE id = ${predecessor.id}`.execute(tx.db());
    await sql`
      INSERT INTO health_verdict.device (id, code_id, name, public_key, enrolled_at, session_id) VALUES (${id}, ${codeId}, ${name}, ${publicKey}, ${now}, ${sessionId})
      ON CONFLICT DO NOTHING
    `.execute(tx.db());
  }

  private async known(tx: Tx, codeId: string): Promise<KnownDevice[]> {
    const { rows } = await sql<KnownDevice>`
      SELECT id, public_key, session_id, revoked_at FROM health_verdict.device WHERE code_id = ${codeId} ORDER BY revoked_at NULLS FIRST, enrolled_at
    `.execute(tx.db());
    return rows;
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
