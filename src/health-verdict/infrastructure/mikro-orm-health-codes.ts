import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { DomainError } from '../../platform/kernel/domain-error.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { currentTx, Transactions, unitOfWork } from '../../platform/persistence/transactions.js';
import { Device } from '../domain/device.js';
import { idTaken, noSuchDevice } from '../domain/errors.js';
import { HealthCode, HealthCodes } from '../domain/health-code.js';

@Injectable()
export class MikroOrmHealthCodes extends HealthCodes {
  constructor(
    private readonly em: EntityManager,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async ofResident(residentId: string): Promise<HealthCode | undefined> {
    const unit = unitOfWork(this.em);
    const lockMode = currentTx() ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE;
    const code = await unit.findOne(HealthCode, { residentId }, { lockMode, refresh: true });
    if (!code) return undefined;
    const orderBy = { enrolledAt: 'asc', id: 'asc' } as const;
    return code.withDevices(await unit.find(Device, { codeId: code.id }, { orderBy, refresh: true }));
  }

  add(code: HealthCode): Promise<void> {
    return this.write(code, idTaken);
  }

  save(code: HealthCode): Promise<void> {
    return this.write(code, noSuchDevice);
  }

  private async write(code: HealthCode, taken: () => DomainError): Promise<void> {
    await this.transactions.run(async (tx) => {
      try {
        await tx.em.persist([code, ...code.devices]).flush();
      } catch (error) {
        throw error instanceof UniqueConstraintViolationException ? taken() : error;
      }
      await this.outbox.appendFrom(tx, code);
    });
  }
}
