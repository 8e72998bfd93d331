import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { noticeWanted } from '../../../identity/contracts/notices.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import { Database } from '../../../platform/persistence/database.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { type DeviceNews, deviceNotice } from '../../domain/device-notices.js';
import type { KnownDevice } from '../../domain/devices.js';

export interface EnrolledDevice extends KnownDevice {
  readonly publicKey: Buffer;
  readonly name: string;
  readonly enrolledAt: Date;
}

export interface AddedDevice {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Buffer;
  readonly sessionId: string;
}

/** A code and whose it is. */
interface Owner {
  readonly id: string;
  readonly resident_id: string;
}

/** The devices that show a code, also those that no longer do. */
@Injectable()
export class Devices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async of(codeId: string): Promise<EnrolledDevice[]> {
    const { rows } = await sql<EnrolledDevice>`
      SELECT id, name, public_key AS "publicKey", session_id AS "sessionId", enrolled_at AS "enrolledAt", revoked_at IS NULL AS live
      FROM health_verdict.device WHERE code_id = ${codeId} ORDER BY enrolled_at, id
    `.execute(this.database.read());
    return rows;
  }

  /** When each device last got a credential: as often as it shows the code with a network, though not at every showing. */
  async renewals(codeId: string): Promise<ReadonlyMap<string, Date>> {
    const { rows } = await sql<{ id: string; at: Date }>`
      SELECT device_id AS id, max(issued_at) AS at FROM health_verdict.credential
      WHERE device_id IN (SELECT id FROM health_verdict.device WHERE code_id = ${codeId} AND revoked_at IS NULL) GROUP BY device_id
    `.execute(this.database.read());
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  /** One at a time changes the devices of a code: what is known stays true until the transaction ends. */
  async lock(tx: Tx, codeId: string): Promise<void> {
    await sql`SELECT 1 FROM health_verdict.code WHERE id = ${codeId} FOR UPDATE`.execute(tx.db());
  }

  /** @param ends the devices whose place it takes */
  async add(
    tx: Tx,
    code: Owner,
    { id, name, publicKey, sessionId }: AddedDevice,
    ends: readonly string[],
  ): Promise<void> {
    const now = this.clock.now();
    if (ends.length > 0) await this.close(tx, code, ends, now);
    await sql`
      INSERT INTO health_verdict.device (id, code_id, name, public_key, enrolled_at, session_id) VALUES (${id}, ${code.id}, ${name}, ${publicKey}, ${now}, ${sessionId})
      ON CONFLICT DO NOTHING
    `.execute(tx.db());
    await this.tell(tx, code, ends.length > 0 ? 'replaced' : 'enrolled', [id]);
  }

  /** @returns whether any of them was live until now */
  async end(tx: Tx, code: Owner, deviceIds: readonly string[], news: DeviceNews): Promise<boolean> {
    const ended = await this.close(tx, code, deviceIds, this.clock.now());
    await this.tell(tx, code, news, ended);
    return ended.length > 0;
  }

  /** What was read of the digits' secrets until now is worth nothing. */
  async endDigits(tx: Tx, codeId: string, at: Date): Promise<void> {
    await sql`
      UPDATE health_verdict.code SET digits_epoch = digits_epoch + 1, digits_epoch_at = greatest(digits_epoch_at, ${at}) WHERE id = ${codeId}
    `.execute(tx.db());
  }

  private async close(tx: Tx, { id: codeId }: Owner, deviceIds: readonly string[], now: Date): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      UPDATE health_verdict.device SET revoked_at = ${now} WHERE code_id = ${codeId} AND id = ANY(${[...deviceIds]}::uuid[]) AND revoked_at IS NULL RETURNING id
    `.execute(tx.db());
    if (rows.length > 0) await this.endDigits(tx, codeId, now);
    return rows.map(({ id }) => id);
  }

  private async tell(
    tx: Tx,
    { resident_id: residentId }: Owner,
    news: DeviceNews,
    deviceIds: readonly string[],
  ): Promise<void> {
    const now = this.clock.now();
    await this.outbox.append(
      tx,
      deviceIds.map((deviceId) => noticeWanted(now, deviceNotice(news, deviceId, residentId))),
    );
  }
}
