import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { unitOfWork } from '../../platform/persistence/transactions.js';
import { ScanPoint, ScanPoints } from '../domain/scan-point.js';

@Injectable()
export class MikroOrmScanPoints extends ScanPoints {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async find(id: string): Promise<ScanPoint | undefined> {
    return (await unitOfWork(this.em).findOne(ScanPoint, { id })) ?? undefined;
  }

  async add(point: ScanPoint): Promise<void> {
    await unitOfWork(this.em).persist(point).flush();
  }
}
