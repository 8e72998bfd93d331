import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { unitOfWork } from '../../platform/persistence/transactions.js';
import { type PointsNearby, ScanPoint, ScanPoints } from '../domain/scan-point.js';
import type { CheckpointTables } from '../tables.js';

@Injectable()
export class MikroOrmScanPoints extends ScanPoints {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async find(id: string): Promise<ScanPoint | undefined> {
    return (await unitOfWork(this.em).findOne(ScanPoint, { id })) ?? undefined;
  }

  async openIn({ organizationId, areaKey }: PointsNearby): Promise<readonly Pick<ScanPoint, 'id' | 'name'>[]> {
    const db = unitOfWork(this.em).getKysely<CheckpointTables>();
    const place = `scan-points:${organizationId}:${areaKey}`;
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${place}, 0))`.execute(db);
    return db // No entities: one that is being changed would be read anew.
      .selectFrom('checkpoint.scan_point')
      .select(['id', 'name'])
      .where('organization_id', '=', organizationId)
      .where('area_key', '=', areaKey)
      .where('closed_at', 'is', null)
      .execute();
  }

  async add(point: ScanPoint): Promise<void> {
    await unitOfWork(this.em).persist(point).flush();
  }
}
