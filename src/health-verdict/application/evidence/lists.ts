import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedHash } from '../../../platform/crypto/keyed-hash.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import type { Row } from '../../../platform/persistence/values.js';
import type { ListVersion } from '../../domain/listed.js';
import type { HealthVerdictTables } from '../../tables.js';

type EntryRow = Row<HealthVerdictTables, 'health_verdict.list_entry'>;

interface VersionRow extends Pick<
  Row<HealthVerdictTables, 'health_verdict.list_version'>,
  'version' | 'effective_from'
> {
  readonly entries: Readonly<Record<EntryRow['name'], EntryRow['entry']>>;
}

/** Lists that decide which facts are evidence: data in versions, nothing of which is ever overwritten. */
@Injectable()
export class Lists {
  constructor(private readonly hash: KeyedHash) {}

  async versions(tx: Tx, list: string): Promise<readonly ListVersion[]> {
    const { rows } = await sql<VersionRow>`
      SELECT v.version, v.effective_from, coalesce(jsonb_object_agg(e.name, e.entry) FILTER (WHERE e.name IS NOT NULL), '{}') AS entries
      FROM health_verdict.list_version v LEFT JOIN health_verdict.list_entry e USING (list, version)
      WHERE v.list = ${list} GROUP BY v.version, v.effective_from ORDER BY v.version
    `.execute(tx.db());
    return rows.map(({ version, effective_from: effectiveFrom, entries }) => ({
      ...{ list, version, effectiveFrom },
      entries: new Map(Object.entries(entries)),
    }));
  }

  /** What is kept of a department or a drug instead of its name: a later version of the list can be asked about it, a leaked table tells nothing. */
  hashOf(list: string, name: string): Buffer {
    return this.hash.of(`${list}:${name}`, 'listed');
  }
}
