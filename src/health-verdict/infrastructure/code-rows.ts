import { Injectable } from '@nestjs/common';
import { SqlPool } from '../../platform/persistence/sql-pool.js';
import type { Row } from '../../platform/persistence/values.js';
import type { Timeline } from '../domain/timeline.js';
import type { HealthVerdictTables } from '../tables.js';

type Columns<Table extends keyof HealthVerdictTables, Column extends keyof Row<HealthVerdictTables, Table>> = Pick<
  Row<HealthVerdictTables, Table>,
  Column
>;

/** A code and what is known of its person; people about whom nothing is known have no timeline. */
export interface CodeRow extends Columns<
  'health_verdict.code',
  'id' | 'resident_id' | 'serial' | 'masked_name' | 'document_ends' | 'birth_year' | 'initial_area' | 'claimed_at'
> {
  segments: Timeline | null;
  last_seq: number | null;
}

export type SerialRow = Columns<
  'health_verdict.code',
  'id' | 'resident_id' | 'serial' | 'digits_key' | 'digits_epoch' | 'digits_epoch_at'
>;

/** With the device that showed it, and the digest of the credential as it was issued. */
export interface PresentedRow
  extends CodeRow, Columns<'health_verdict.credential', 'digest'>, Columns<'health_verdict.device', 'session_id'> {
  credential_id: string;
  revoked: boolean;
}

const CODE = `c.id, c.resident_id, c.serial, c.masked_name, c.document_ends, c.birth_year, c.initial_area, c.claimed_at, t.segments, t.last_seq`;
const BY_CREDENTIAL = `
  SELECT replace(r.id::text, '-', '') AS credential_id, r.digest, d.session_id, d.revoked_at IS NOT NULL AS revoked, ${CODE} FROM health_verdict.credential r
  JOIN health_verdict.device d ON d.id = r.device_id JOIN health_verdict.code c ON c.id = r.code_id
  LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE r.id = ANY($1::uuid[])`;
/** As little as can be of a code that exists, so that its look-up takes as long as that of one that does not. */
const BY_SERIAL = `SELECT id, resident_id, serial, digits_key, digits_epoch, digits_epoch_at FROM health_verdict.code WHERE serial = ANY($1)`;
const BY_CODE = `
  SELECT ${CODE} FROM health_verdict.code c LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id WHERE c.id = ANY($1::uuid[])`;

/** What is kept of many codes at once, in one statement and by the key that was asked for; no statement for nothing. */
@Injectable()
export class CodeRows {
  constructor(private readonly pool: SqlPool) {}

  /** @param ids of credentials, hex */
  byCredential(ids: readonly string[]): Promise<ReadonlyMap<string, PresentedRow>> {
    return this.by('credential_id', { name: 'codes-by-credential', text: BY_CREDENTIAL }, ids);
  }

  bySerial(serials: readonly string[]): Promise<ReadonlyMap<string, SerialRow>> {
    return this.by('serial', { name: 'codes-by-serial', text: BY_SERIAL }, serials);
  }

  byId(ids: readonly string[]): Promise<ReadonlyMap<string, CodeRow>> {
    return this.by('id', { name: 'codes-by-id', text: BY_CODE }, ids);
  }

  private async by<Key extends string, Row extends Record<Key, string>>(
    key: Key,
    statement: { readonly name: string; readonly text: string },
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row>> {
    if (keys.length === 0) return new Map();
    const { rows } = await this.pool.query<Row>({ ...statement, values: [keys] });
    return new Map(rows.map((row) => [row[key], row]));
  }
}
