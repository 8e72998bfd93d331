import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomBytes, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { AreaLookup } from '../../checkpoint/contracts/area-lookup.js';
import { ResidentDirectory, type ResidentFacts } from '../../identity/contracts/resident-directory.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Injectable } from '@nestjs/common';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions, type Tx } from '../../platform/persistence/transactions.js';
import { CodeClaimedV1 } from '../contracts/events.js';
import { levelTooLow, unknownArea } from '../domain/errors.js';
import { Judgement } from '../infrastructure/judgement.js';
import { Subjects } from '../infrastructure/subjects.js';

export interface InitialPosition {
  readonly areaKey: string;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly accuracyMetres?: number | undefined;
}

/** 一键申领: no form. Only L4; once per person, however often it is asked. */
export class ClaimCode extends Command<void> {
  constructor(
    readonly id: string,
    readonly residentId: string,
    readonly position: InitialPosition,
  ) {
    super();
  }
}

/** What a new code is made of. */
@Injectable()
export class NewCodes {
  constructor(
    private readonly subjects: Subjects,
    private readonly judgement: Judgement,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  async make(tx: Tx, id: string, resident: ResidentFacts, position: InitialPosition): Promise<void> {
    const document = this.subjects.seal(resident.document);
    const subject = (await this.subjects.of(tx, [document])).get(document.hash.toString('hex'))!;
    const now = this.clock.now();
    const digitsKey = this.cipher.encrypt(randomBytes(32).toString('base64'), 'digits');
    const { rows } = await sql`
      INSERT INTO health_verdict.code (id, resident_id, subject_id, serial, masked_name, document_ends, birth_year, digits_key, claimed_at,
                                       initial_area, initial_latitude, initial_longitude, initial_accuracy_metres)
      VALUES (${id}, ${resident.residentId}, ${subject}, ${await this.freeSerial(tx)}, ${resident.maskedName}, ${resident.documentEnds},
              ${resident.birthDate ? Number(resident.birthDate.slice(0, 4)) : null}, ${digitsKey}, ${now}, ${position.areaKey},
              ${position.latitude ?? null}, ${position.longitude ?? null}, ${position.accuracyMetres ?? null})
      ON CONFLICT DO NOTHING RETURNING 1
    `.execute(tx.db());
    if (rows.length === 0) return;
    await this.judgement.judge(tx, [subject]);
    const payload = { codeId: id, residentId: resident.residentId };
    await this.outbox.append(tx, [{ type: CodeClaimedV1, aggregateId: id, aggregateVersion: 1, occurredAt: now.toISOString(), payload }]);
  }

  /** Random, so that a serial tells neither when nor where it was claimed. */
  private async freeSerial(tx: Tx): Promise<string> {
    for (;;) {
      const serial = String(randomInt(100_000_000, 1_000_000_000));
      const { rows } = await sql`SELECT 1 FROM health_verdict.code WHERE serial = ${serial}`.execute(tx.db());
      if (rows.length === 0) return serial;
    }
  }
}

@CommandHandler(ClaimCode)
export class ClaimCodeHandler implements ICommandHandler<ClaimCode> {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: ResidentDirectory,
    private readonly areas: AreaLookup,
    private readonly codes: NewCodes,
  ) {}

  async execute({ id, residentId, position }: ClaimCode): Promise<void> {
    const resident = await this.residents.find(residentId);
    if (!resident || resident.level < 4) throw levelTooLow();
    const area = this.areas.find(position.areaKey);
    if (!area || area.kind === 'province' || area.kind === 'city') throw unknownArea();
    await this.transactions.run((tx) => this.codes.make(tx, id, resident, position));
  }
}
