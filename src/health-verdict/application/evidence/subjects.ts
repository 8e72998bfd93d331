import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { documentKey } from '../../../identity/contracts/document.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import { Clock } from '../../../platform/kernel/clock.js';
import { newId } from '../../../platform/kernel/ids.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Row } from '../../../platform/persistence/values.js';
import type { HealthVerdictTables } from '../../tables.js';

type KnownRow = Pick<Row<HealthVerdictTables, 'health_verdict.subject_document'>, 'document_hash' | 'subject_id'>;

export interface DocumentOf {
  readonly type: string;
  readonly normalised: string;
}

const PURPOSE = 'subject';

/** People that evidence is about, with or without an account: random ids, found by the keyed hash of a normalised document. */
@Injectable()
export class Subjects {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  seal({ normalised }: DocumentOf): Buffer {
    return this.cipher.encrypt(normalised, PURPOSE);
  }

  open(box: Uint8Array): string {
    return this.cipher.decrypt(box, PURPOSE);
  }

  hashOf(document: DocumentOf): Buffer {
    return this.hash.of(documentKey(document), PURPOSE);
  }

  /** By the key of today and by older ones. */
  hashesOf(document: DocumentOf): readonly Buffer[] {
    return this.hash.candidates(documentKey(document), PURPOSE);
  }

  async one(tx: Tx, document: DocumentOf): Promise<string> {
    return (await this.of(tx, [document]))[0]!;
  }

  /** The subjects of these documents, in their order; made where there was none. Documents hashed with an older key are found, too, and hashed again. */
  async of(tx: Tx, documents: readonly DocumentOf[]): Promise<string[]> {
    const wanted = documents.map((document) => ({
      document,
      hashes: this.hash.candidates(documentKey(document), PURPOSE),
    }));
    const known = await this.known(
      tx,
      wanted.flatMap(({ hashes }) => hashes),
    );
    const fresh = new Map(
      wanted.filter(({ hashes }) => !known.has(hex(hashes[0]!))).map((it) => [hex(it.hashes[0]!), it]),
    );
    if (fresh.size === 0) return wanted.map(({ hashes }) => known.get(hex(hashes[0]!))!);
    const rows = [...fresh].map(([hash, { document, hashes }]) => {
      const subject = hashes.map((candidate) => known.get(hex(candidate))).find((it) => it !== undefined);
      return {
        hash,
        type: document.type,
        box: this.seal(document).toString('hex'),
        subject: subject ?? newId(),
        made: subject === undefined,
      };
    });
    await this.insert(tx, rows);
    const all = await this.known(
      tx,
      wanted.map(({ hashes }) => hashes[0]!),
    );
    return wanted.map(({ hashes }) => all.get(hex(hashes[0]!))!);
  }

  private async known(tx: Tx, hashes: readonly Buffer[]): Promise<Map<string, string>> {
    const { rows } = await sql<KnownRow>`
      SELECT document_hash, subject_id FROM health_verdict.subject_document
      WHERE document_hash IN (SELECT decode(jsonb_array_elements_text(${JSON.stringify(hashes.map(hex))}::jsonb), 'hex'))
    `.execute(tx.db());
    return new Map(rows.map(({ document_hash, subject_id }) => [hex(document_hash), subject_id]));
  }

  /** Somebody else may have been faster with the same document: their subject stays, ours goes again. */
  private async insert(tx: Tx, rows: readonly { subject: string; made: boolean }[]): Promise<void> {
    const made = JSON.stringify(rows.filter((row) => row.made).map(({ subject }) => subject));
    await sql`
      INSERT INTO health_verdict.subject (id, created_at) SELECT id::uuid, ${this.clock.now()}::timestamptz FROM jsonb_array_elements_text(${made}::jsonb) AS id
    `.execute(tx.db());
    await sql`
      INSERT INTO health_verdict.subject_document (document_hash, subject_id, document_type, document)
      SELECT decode(hash, 'hex'), subject, type, decode(box, 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (hash text, type text, box text, subject uuid) ORDER BY hash
      ON CONFLICT (document_hash) DO NOTHING
    `.execute(tx.db());
    await sql`
      DELETE FROM health_verdict.subject s WHERE s.id IN (SELECT id::uuid FROM jsonb_array_elements_text(${made}::jsonb) AS id)
        AND NOT EXISTS (SELECT FROM health_verdict.subject_document d WHERE d.subject_id = s.id)
    `.execute(tx.db());
  }
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
