import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Enrolment, enrolmentOf, MOST_DEVICES } from '../../domain/devices.js';
import { CodeViews } from './code-view.js';
import { Devices } from './devices.js';

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
  constructor(
    private readonly codes: CodeViews,
    private readonly devices: Devices,
  ) {}

  async execute({ residentId, sessionId }: OwnDevices): Promise<OwnDevicesView> {
    const { id: codeId } = await this.codes.own(residentId);
    const [known, renewals] = await Promise.all([this.devices.of(codeId), this.devices.renewals(codeId)]);
    const moment = (at: Date) => new Date(at).toISOString();
    const items = known
      .filter(({ live }) => live)
      .map(({ id, name, enrolledAt, sessionId: its }) => ({
        id,
        name,
        enrolledAt: moment(enrolledAt),
        renewedAt: moment(renewals.get(id) ?? enrolledAt),
        own: its === sessionId,
      }));
    return { items, most: MOST_DEVICES, needs: enrolmentOf({ sessionId }, known).needs };
  }
}
