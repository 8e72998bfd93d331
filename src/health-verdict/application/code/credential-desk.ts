import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt } from 'node:crypto';
import { Clock } from '../../../platform/kernel/clock.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { JITTER_MS, termOf } from '../../domain/credential-term.js';
import type { HealthCode } from '../../domain/health-code.js';
import { evaluate, segmentOf, type Timeline } from '../../domain/timeline.js';
import type { HealthVerdictTables } from '../../tables.js';
import { digestOfCredential, issueCredential } from '../../token/credential.js';
import { SigningKeys } from '../../token/signing-keys.js';
import { RuleBooks } from '../verdict/rule-books.js';

export interface IssuedCredential {
  readonly deviceId: string;
  /** Base64url. */
  readonly credential: string;
  readonly expiresAt: string;
  readonly renewAfter: string;
}

/** Signs what a device shows from now on: never beyond a day, nor beyond the colour it says. */
@Injectable()
export class CredentialDesk {
  constructor(
    private readonly keys: SigningKeys,
    private readonly ruleBooks: RuleBooks,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE.NOT_FOUND also for a device that was revoked, or that is somebody else's */
  async issue(tx: Tx, code: HealthCode, deviceId: string): Promise<IssuedCredential> {
    const { publicKey } = code.showing(deviceId);
    const now = this.clock.now();
    const timeline = (await this.timelineOf(tx, code)) ?? evaluate([], await this.ruleBooks.book(), now);
    const { expires, renewAfter } = termOf(timeline, now, randomInt(JITTER_MS));
    const credentialId = randomBytes(16);
    const credential = issueCredential(this.keys.current(), {
      credentialId,
      maskedName: code.maskedName,
      birthYear: code.birthYear ?? 0,
      colour: segmentOf(timeline, now).colour,
      issuedAt: now,
      notBefore: now,
      expires,
      devicePublicKey: publicKey,
    });
    await tx
      .db<HealthVerdictTables>()
      .insertInto('health_verdict.credential')
      .values({
        id: credentialId.toString('hex'),
        device_id: deviceId,
        code_id: code.id,
        issued_at: now,
        expires_at: expires,
        digest: digestOfCredential(credential),
      })
      .execute();
    return {
      deviceId,
      credential: Buffer.from(credential).toString('base64url'),
      expiresAt: expires.toISOString(),
      renewAfter: renewAfter.toISOString(),
    };
  }

  private async timelineOf(tx: Tx, { subjectId }: HealthCode): Promise<Timeline | undefined> {
    const kept = await tx
      .db<HealthVerdictTables>()
      .selectFrom('health_verdict.timeline')
      .select('segments')
      .where('subject_id', '=', subjectId)
      .executeTakeFirst();
    return kept?.segments as Timeline | undefined;
  }
}
