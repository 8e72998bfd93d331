import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Database } from '../../../platform/persistence/database.js';
import { CodeViews } from './code-view.js';

export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly enrolledAt: string;
}

/** The devices that show a resident's code now. */
export class OwnDevices extends Query<DeviceView[]> {
  constructor(readonly residentId: string) {
    super();
  }
}

@QueryHandler(OwnDevices)
export class OwnDevicesHandler implements IQueryHandler<OwnDevices> {
  constructor(
    private readonly database: Database,
    private readonly codes: CodeViews,
  ) {}

  async execute({ residentId }: OwnDevices): Promise<DeviceView[]> {
    const { id } = await this.codes.own(residentId);
    const { rows } = await sql<{ id: string; name: string; enrolled_at: Date }>`
      SELECT id, name, enrolled_at FROM health_verdict.device WHERE code_id = ${id} AND revoked_at IS NULL ORDER BY enrolled_at
    `.execute(this.database.read());
    return rows.map(({ enrolled_at, ...device }) => ({ ...device, enrolledAt: new Date(enrolled_at).toISOString() }));
  }
}
