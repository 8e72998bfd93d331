import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Database } from '../../../platform/persistence/database.js';
import { type Enrolment, enrolmentOf, MOST_DEVICES } from '../../domain/devices.js';
import { notClaimed } from '../../domain/errors.js';

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

interface DeviceRow {
  id: string;
  name: string;
  sessionId: string | null;
  enrolledAt: Date;
  renewedAt: Date | null;
  live: boolean;
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
    const moment = (at: Date) => new Date(at).toISOString();
    const items = known
      .filter(({ live }) => live)
      .map(({ id, name, enrolledAt, renewedAt, sessionId: its }) => ({
        id,
        name,
        enrolledAt: moment(enrolledAt),
        renewedAt: moment(renewedAt ?? enrolledAt),
        own: its === sessionId,
      }));
    return { items, most: MOST_DEVICES, needs: enrolmentOf({ sessionId }, known).needs };
  }

  /** A device is given a credential whenever it shows the code with a network and the last one is a quarter through. */
  private async devicesOf(residentId: string): Promise<readonly DeviceRow[]> {
    const { rows } = await sql<{ [Key in keyof DeviceRow]: DeviceRow[Key] | null }>`
      SELECT d.id, d.name, d.session_id AS "sessionId", d.enrolled_at AS "enrolledAt", d.revoked_at IS NULL AS live,
        (SELECT max(r.issued_at) FROM health_verdict.credential r WHERE r.device_id = d.id AND d.revoked_at IS NULL) AS "renewedAt"
      FROM health_verdict.code c LEFT JOIN health_verdict.device d ON d.code_id = c.id WHERE c.resident_id = ${residentId} ORDER BY d.enrolled_at, d.id
    `.execute(this.database.read());
    if (rows.length === 0) throw notClaimed();
    return rows.filter((row): row is DeviceRow => row.id !== null);
  }
}
