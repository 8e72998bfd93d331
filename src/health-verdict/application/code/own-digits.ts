import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { localDate, type LocalDate } from '../../../platform/kernel/shanghai.js';
import { Database } from '../../../platform/persistence/database.js';
import { type KnownDevice, mayReadDigits } from '../../domain/devices.js';
import { deviceNeedsSms, notClaimed } from '../../domain/errors.js';
import { DigitsSecrets } from './digits-secrets.js';

export interface OwnDigitsView {
  readonly serial: string;
  readonly epoch: number;
  /** Today alone: a secret that was read is worth nothing tomorrow. */
  readonly days: readonly { readonly date: LocalDate; readonly secret: string }[];
}

/**
 * The secret of this Shanghai day, so that the digits go on without network until midnight; the same on all devices of the resident. Like
 * the QR, it is for a session with a device of its own, or before there is any.
 */
export class OwnDigits extends Query<OwnDigitsView> {
  constructor(
    readonly residentId: string,
    readonly sessionId: string,
  ) {
    super();
  }
}

interface DigitsRow {
  serial: string;
  digits_key: Buffer;
  digits_epoch: number;
  devices: KnownDevice[];
}

@QueryHandler(OwnDigits)
export class OwnDigitsHandler implements IQueryHandler<OwnDigits> {
  constructor(
    private readonly database: Database,
    private readonly digits: DigitsSecrets,
    private readonly clock: Clock,
  ) {}

  /** @throws CODE.NOT_CLAIMED, DEVICE.SMS_REQUIRED */
  async execute({ residentId, sessionId }: OwnDigits): Promise<OwnDigitsView> {
    const { rows } = await sql<DigitsRow>`
      SELECT c.serial, c.digits_key, c.digits_epoch,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'sessionId', d.session_id, 'live', d.revoked_at IS NULL)), '[]')
         FROM health_verdict.device d WHERE d.code_id = c.id) AS devices
      FROM health_verdict.code c WHERE c.resident_id = ${residentId}
    `.execute(this.database.read());
    if (!rows[0]) throw notClaimed();
    const { serial, digits_key, digits_epoch: epoch, devices } = rows[0];
    if (!mayReadDigits(sessionId, devices)) throw deviceNeedsSms();
    const date = localDate(this.clock.now());
    const secret = this.digits.ofDay(digits_key, { date, epoch }).toString('base64url');
    return { serial, epoch, days: [{ date, secret }] };
  }
}
