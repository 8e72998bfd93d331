import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { StepUp } from '../../identity/contracts/step-up.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { badDeviceKey, deviceNeedsSms, noSuchDevice, tooManyDevices } from '../domain/errors.js';
import { colourUntil, evaluate, segmentOf } from '../domain/timeline.js';
import { RuleBook } from '../infrastructure/rule-book.js';
import { importPoint, issueCredential } from '../presentation/credential.js';
import { SigningKeys } from '../presentation/signing-keys.js';
import { CodeViews, type OwnCode } from './code-view.js';

const MOST = 3;
const LIFE_MS = 24 * 3_600_000;
/** Spread over this much, so that no hour has everyone's renewal. */
const JITTER_MS = 2 * 3_600_000;

export interface IssuedCredential {
  readonly deviceId: string;
  /** Base64url. */
  readonly credential: string;
  readonly expiresAt: string;
  readonly renewAfter: string;
}

export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly enrolledAt: string;
}

export interface NewDevice {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Buffer;
  readonly smsCode?: string | undefined;
}

/** Signs what a device shows from now on: never beyond a day, nor beyond the colour it says. */
@Injectable()
export class CredentialDesk {
  constructor(
    private readonly keys: SigningKeys,
    private readonly rules: RuleBook,
    private readonly clock: Clock,
  ) {}

  async issue(tx: Tx, code: OwnCode, deviceId: string, devicePublicKey: Buffer): Promise<IssuedCredential> {
    const now = this.clock.now();
    const timeline = code.segments ?? evaluate([], await this.rules.rules(), now);
    const turn = colourUntil(timeline, now);
    const expires = new Date(Math.min(now.getTime() + LIFE_MS - randomInt(JITTER_MS), turn ? Date.parse(turn) : Infinity));
    const credentialId = randomBytes(16);
    const facts = { credentialId, maskedName: code.masked_name, birthYear: code.birth_year ?? 0, colour: segmentOf(timeline, now).colour };
    const credential = issueCredential(this.keys.current(), { ...facts, issuedAt: now, notBefore: now, expires, devicePublicKey });
    await sql`
      INSERT INTO health_verdict.credential (id, device_id, code_id, issued_at, expires_at)
      VALUES (${credentialId.toString('hex')}::uuid, ${deviceId}, ${code.id}, ${now}, ${expires})
    `.execute(tx.db());
    const renewAfter = new Date(now.getTime() + (expires.getTime() - now.getTime()) / 4);
    return { deviceId, credential: Buffer.from(credential).toString('base64url'), expiresAt: expires.toISOString(), renewAfter: renewAfter.toISOString() };
  }
}

/** The devices on which a resident shows the code: three at most, listed, revocable; every further one needs an SMS. */
@Injectable()
export class Devices {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: CodeViews,
    private readonly desk: CredentialDesk,
    private readonly stepUp: StepUp,
    private readonly clock: Clock,
  ) {}

  async enrol(residentId: string, accountId: string, { id, name, publicKey, smsCode }: NewDevice): Promise<IssuedCredential> {
    assertPoint(publicKey);
    const code = await this.codes.own(residentId);
    const others = (await this.live(code.id)).filter((device) => device.id !== id);
    if (others.length >= MOST) throw tooManyDevices({ most: MOST });
    if (others.length > 0 && !(smsCode && (await this.stepUp.smsPassed(accountId, smsCode, 'device')))) throw deviceNeedsSms();
    return this.transactions.run(async (tx) => {
      await sql`SELECT 1 FROM health_verdict.code WHERE id = ${code.id} FOR UPDATE`.execute(tx.db());
      if ((await this.live(code.id)).filter((device) => device.id !== id).length >= MOST) throw tooManyDevices({ most: MOST });
      await sql`
        INSERT INTO health_verdict.device (id, code_id, name, public_key, enrolled_at) VALUES (${id}, ${code.id}, ${name}, ${publicKey}, ${this.clock.now()})
        ON CONFLICT DO NOTHING
      `.execute(tx.db());
      return this.renewWith(tx, code, id);
    });
  }

  async renew(residentId: string, deviceId: string): Promise<IssuedCredential> {
    const code = await this.codes.own(residentId);
    return this.transactions.run((tx) => this.renewWith(tx, code, deviceId));
  }

  async list(residentId: string): Promise<DeviceView[]> {
    return this.live((await this.codes.own(residentId)).id);
  }

  async revoke(residentId: string, deviceId: string): Promise<void> {
    const code = await this.codes.own(residentId);
    const revoked = await this.transactions.run((tx) =>
      sql`UPDATE health_verdict.device SET revoked_at = ${this.clock.now()} WHERE id = ${deviceId} AND code_id = ${code.id} AND revoked_at IS NULL RETURNING 1`.execute(tx.db()),
    );
    if (revoked.rows.length === 0) throw noSuchDevice();
  }

  private async renewWith(tx: Tx, code: OwnCode, deviceId: string): Promise<IssuedCredential> {
    const { rows } = await sql<{ public_key: Buffer }>`
      SELECT public_key FROM health_verdict.device WHERE id = ${deviceId} AND code_id = ${code.id} AND revoked_at IS NULL
    `.execute(tx.db());
    if (!rows[0]) throw noSuchDevice();
    return this.desk.issue(tx, code, deviceId, rows[0].public_key);
  }

  private async live(codeId: string): Promise<DeviceView[]> {
    return this.transactions.run(async (tx) => {
      const { rows } = await sql<{ id: string; name: string; enrolled_at: Date }>`
        SELECT id, name, enrolled_at FROM health_verdict.device WHERE code_id = ${codeId} AND revoked_at IS NULL ORDER BY enrolled_at
      `.execute(tx.db());
      return rows.map(({ id, name, enrolled_at }) => ({ id, name, enrolledAt: new Date(enrolled_at).toISOString() }));
    });
  }
}

function assertPoint(point: Buffer): void {
  try {
    if (point.length !== 65 || point[0] !== 4) throw new Error('not uncompressed');
    importPoint(point);
  } catch {
    throw badDeviceKey();
  }
}
