import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../platform/kernel/clock.js';
import { localDate, type LocalDate } from '../../../platform/kernel/shanghai.js';
import { Database } from '../../../platform/persistence/database.js';
import { mayReadDigits } from '../../domain/devices.js';
import { deviceNeedsSms, notClaimed } from '../../domain/errors.js';
import type { HealthVerdictTables } from '../../tables.js';
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

@QueryHandler(OwnDigits)
export class OwnDigitsHandler implements IQueryHandler<OwnDigits> {
  constructor(
    private readonly database: Database,
    private readonly digits: DigitsSecrets,
    private readonly clock: Clock,
  ) {}

  /** @throws CODE.NOT_CLAIMED, DEVICE.SMS_REQUIRED */
  async execute({ residentId, sessionId }: OwnDigits): Promise<OwnDigitsView> {
    const db = this.database.read<HealthVerdictTables>();
    const code = await db
      .selectFrom('health_verdict.code')
      .select(['id', 'serial', 'digits_key', 'digits_epoch as epoch'])
      .where('resident_id', '=', residentId)
      .executeTakeFirst();
    if (!code) throw notClaimed();
    const devices = await db
      .selectFrom('health_verdict.device')
      .select((given) => [
        'id',
        'session_id as sessionId',
        given('revoked_at', 'is', null).$castTo<boolean>().as('live'),
      ])
      .where('code_id', '=', code.id)
      .execute();
    if (!mayReadDigits(sessionId, devices)) throw deviceNeedsSms();
    const { serial, digits_key, epoch } = code;
    const date = localDate(this.clock.now());
    const secret = this.digits.ofDay(digits_key, { date, epoch }).toString('base64url');
    return { serial, epoch, days: [{ date, secret }] };
  }
}
