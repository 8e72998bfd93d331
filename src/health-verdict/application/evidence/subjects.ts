import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { Clock } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import type { Tx } from '../../platform/persistence/transactions.js';

export interface DocumentOf {
  readonly type: string;
  readonly normalised: string;
}

export interface SealedDocument {
  readonly hash: Buffer;
  readonly type: string;
  readonly box: Buffer;
}

/** People that evidence is about: random ids, found by the hash of a normalised document. */
@Injectable()
export class Subjects {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  seal({ type, normalised }: DocumentOf): SealedDocument {
    return { hash: this.hash.of(`${type}:${normalised}`, 'subject'), type, box: this.cipher.encrypt(normalised, 'subject') };
  }

  /** The subjects of these documents, made where there was none; keyed by the hash in hex. */
  async of(tx: Tx, documents: readonly SealedDocument[]): Promise<Map<string, string>> {
    const wanted = [...new Map(documents.map((document) => [document.hash.toString('hex'), { ...document, subject: newId() }])).values()];
    const now = this.clock.now();
    const hashes = wanted.map(({ hash }) => hash);
    await sql`
      WITH wanted AS (
        SELECT * FROM unnest(${hashes}::bytea[], ${wanted.map(({ type }) => type)}::text[], ${wanted.map(({ box }) => box)}::bytea[],
                             ${wanted.map(({ subject }) => subject)}::uuid[]) AS w (hash, type, box, subject)
        WHERE NOT EXISTS (SELECT FROM health_verdict.subject_document d WHERE d.document_hash = w.hash)
      ), made AS (
        INSERT INTO health_verdict.subject (id, created_at) SELECT subject, ${now}::timestamptz FROM wanted RETURNING id
      )
      INSERT INTO health_verdict.subject_document (document_hash, subject_id, document_type, document)
      SELECT hash, subject, type, box FROM wanted JOIN made ON made.id = wanted.subject ORDER BY hash
      ON CONFLICT (document_hash) DO NOTHING
    `.execute(tx.db());
    const { rows } = await sql<{ hash: string; subject_id: string }>`
      SELECT encode(document_hash, 'hex') AS hash, subject_id FROM health_verdict.subject_document WHERE document_hash = ANY(${hashes}::bytea[])
    `.execute(tx.db());
    return new Map(rows.map(({ hash, subject_id }) => [hash, subject_id]));
  }
}
