import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { randomBytes, randomInt } from 'node:crypto';
import type { ResidentFacts } from '../../../identity/contracts/resident-directory.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { Outbox } from '../../../platform/messaging/outbox.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { CodeClaimedV1 } from '../../contracts/events.js';
import { idTaken } from '../../domain/errors.js';
import { Subjects } from '../evidence/subjects.js';
import { Judgement } from '../verdict/judgement.js';

/** Where the code was first made: the browser's position, raw, and the area that the person chose. */
export interface InitialPosition {
  readonly areaKey: string;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly accuracyMetres?: number | undefined;
}

interface NewCode {
  readonly id: string;
  readonly subject: string;
  readonly now: Date;
}

/** With a billion serials and tens of millions of codes, the second try is rare and the tenth is a broken random source. */
const TRIES = 10;

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

  /** Does nothing when the resident has one. */
  async make(tx: Tx, id: string, resident: ResidentFacts, position: InitialPosition): Promise<void> {
    if (await this.exists(tx, resident.residentId)) return;
    const subject = await this.subjects.one(tx, resident.document);
    const now = this.clock.now();
    if (!(await this.insert(tx, { id, subject, now }, resident, position))) return;
    await this.judgement.judge(tx, [subject]);
    const payload = { codeId: id, residentId: resident.residentId };
    await this.outbox.append(tx, [
      { type: CodeClaimedV1, aggregateId: id, aggregateVersion: 1, occurredAt: now.toISOString(), payload },
    ]);
  }

  /** The serial is random, so that it tells neither when nor where it was claimed. @returns whether this one made the code */
  private async insert(
    tx: Tx,
    { id, subject, now }: NewCode,
    resident: ResidentFacts,
    position: InitialPosition,
  ): Promise<boolean> {
    const digitsKey = this.cipher.encrypt(randomBytes(32).toString('base64'), 'digits');
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { rows } = await sql`
        INSERT INTO health_verdict.code (id, resident_id, subject_id, serial, masked_name, document_ends, birth_year, digits_key, claimed_at,
                                         initial_area, initial_latitude, initial_longitude, initial_accuracy_metres)
        VALUES (${id}, ${resident.residentId}, ${subject}, ${String(randomInt(100_000_000, 1_000_000_000))}, ${resident.maskedName}, ${resident.documentEnds},
                ${resident.birthDate ? Number(resident.birthDate.slice(0, 4)) : null}, ${digitsKey}, ${now}, ${position.areaKey},
                ${position.latitude ?? null}, ${position.longitude ?? null}, ${position.accuracyMetres ?? null})
        ON CONFLICT DO NOTHING RETURNING 1
      `.execute(tx.db());
      if (rows.length > 0) return true;
      if (await this.exists(tx, resident.residentId)) return false;
    }
    throw idTaken();
  }

  private async exists(tx: Tx, residentId: string): Promise<boolean> {
    const { rows } = await sql`SELECT 1 FROM health_verdict.code WHERE resident_id = ${residentId}`.execute(tx.db());
    return rows.length > 0;
  }
}
