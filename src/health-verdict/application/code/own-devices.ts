import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/persistence/database.js';
import { type Enrolment, enrolmentOf, MOST_DEVICES } from '../../domain/devices.js';
import { notClaimed } from '../../domain/errors.js';
import type { HealthVerdictTables } from '../../tables.js';

export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly enrolledAt: string;
  /** When it was last seen: it got its newest credential. */
  readonly renewedAt: string;
  /** Enrolled in the session that asks. */
  readonly own: boolean;
}

export interface OwnDevicesView {
  readonly items: readonly DeviceView[];
  readonly most: number;
  /** What enrolling a further device in this session needs: told before it is tried. */
  readonly needs: Enrolment['needs'];
}

/** The devices that show a resident's code now; also for a session in which no device is confirmed yet. */
export class OwnDevices extends Query<OwnDevicesView> {
  constructor(
    readonly residentId: string,
    readonly sessionId: string,
  ) {
    super();
  }
}

@QueryHandler(OwnDevices)
export class OwnDevicesHandler implements IQueryHandler<OwnDevices> {
  constructor(private readonly database: Database) {}

  async execute({ residentId, sessionId }: OwnDevices): Promise<OwnDevicesView> {
    const known = await this.devicesOf(residentId);
    const items = known
      .filter(({ live }) => live)
      .map(({ id, name, enrolled_at, renewed_at, sessionId: its }) => ({
        id,
        name,
        enrolledAt: enrolled_at.toISOString(),
        renewedAt: (renewed_at ?? enrolled_at).toISOString(),
        own: its === sessionId,
      }));
    return { items, most: MOST_DEVICES, needs: enrolmentOf({ sessionId }, known).needs };
  }

  /** A device is given a credential whenever it shows the code with a network and the last one is a quarter through. */
  private async devicesOf(residentId: string) {
    const db = this.database.read<HealthVerdictTables>();
    const code = await db
      .selectFrom('health_verdict.code')
      .select('id')
      .where('resident_id', '=', residentId)
      .executeTakeFirst();
    if (!code) throw notClaimed();
    return db
      .selectFrom('health_verdict.device as d')
      .select((given) => [
        'd.id',
        'd.name',
        'd.enrolled_at',
        'd.session_id as sessionId',
        given('d.revoked_at', 'is', null).$castTo<boolean>().as('live'),
        given
          .selectFrom('health_verdict.credential as r')
          .whereRef('r.device_id', '=', 'd.id')
          .where('d.revoked_at', 'is', null)
          .select(({ fn }) => fn.max('r.issued_at').as('at'))
          .as('renewed_at'),
      ])
      .where('d.code_id', '=', code.id)
      .orderBy('d.enrolled_at')
      .orderBy('d.id')
      .execute();
  }
}
