import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { randomBytes, randomInt } from 'node:crypto';
import { Clock } from '../../../platform/kernel/clock.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { noSuchDevice } from '../../domain/errors.js';
import { colourUntil, evaluate, segmentOf } from '../../domain/timeline.js';
import { digestOfCredential, issueCredential } from '../../token/credential.js';
import { SigningKeys } from '../../token/signing-keys.js';
import { RuleBooks } from '../verdict/rule-books.js';
import type { OwnCode } from './code-view.js';

const LIFE_MS = 24 * 3_600_000;
/** Spread over this much, so that no hour has everyone's renewal. */
const JITTER_MS = 2 * 3_600_000;

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
  async issue(tx: Tx, code: OwnCode, deviceId: string): Promise<IssuedCredential> {
    const { rows } = await sql<{ public_key: Buffer }>`
      SELECT public_key FROM health_verdict.device WHERE id = ${deviceId} AND code_id = ${code.id} AND revoked_at IS NULL FOR SHARE
    `.execute(tx.db());
    if (!rows[0]) throw noSuchDevice();
    const now = this.clock.now();
    const timeline = code.segments ?? evaluate([], await this.ruleBooks.book(), now);
    const turn = colourUntil(timeline, now);
    const expires = new Date(
      Math.min(now.getTime() + LIFE_MS - randomInt(JITTER_MS), turn ? Date.parse(turn) : Infinity),
    );
    const credentialId = randomBytes(16);
    const facts = {
      credentialId,
      maskedName: code.masked_name,
      birthYear: code.birth_year ?? 0,
      colour: segmentOf(timeline, now).colour,
    };
    const credential = issueCredential(this.keys.current(), {
      ...facts,
      issuedAt: now,
      notBefore: now,
      expires,
      devicePublicKey: rows[0].public_key,
    });
    await sql`
      INSERT INTO health_verdict.credential (id, device_id, code_id, issued_at, expires_at, digest)
      VALUES (${credentialId.toString('hex')}::uuid, ${deviceId}, ${code.id}, ${now}, ${expires}, ${digestOfCredential(credential)})
    `.execute(tx.db());
    const renewAfter = new Date(now.getTime() + (expires.getTime() - now.getTime()) / 4);
    return {
      deviceId,
      credential: Buffer.from(credential).toString('base64url'),
      expiresAt: expires.toISOString(),
      renewAfter: renewAfter.toISOString(),
    };
  }
}
