import { sql } from 'kysely';
import { patiently, STARTING } from '../../platform/persistence/connections.js';
import type { Transactions, Tx } from '../../platform/persistence/transactions.js';
import type { OrganizationTables } from '../tables.js';
import { divisions, EDITION } from './divisions.js';

const AT_ONCE = 5000;

/**
 * Takes in the lists that this program was built with, once for each edition, whichever process comes first. What an authority added
 * stays; a key that a newer edition no longer has stays, too, because scan points and records name it.
 */
export async function importAreas(transactions: Transactions): Promise<void> {
  await patiently(() => transactions.run(takeIn), STARTING);
}

async function takeIn(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('organization.area'))`.execute(tx.db());
  const revisions = tx.db<OrganizationTables>().selectFrom('organization.area_revision');
  if (await revisions.where('edition', '=', EDITION).select('revision').executeTakeFirst()) return;
  const areas = divisions();
  for (let at = 0; at < areas.length; at += AT_ONCE) {
    await sql`
      INSERT INTO organization.area AS kept (key, name, kind, parent, path, gb_code, valid_from, valid_until)
      SELECT key, name, kind, parent, path::ltree, "gbCode", "validFrom", "validUntil"
      FROM jsonb_to_recordset(${JSON.stringify(areas.slice(at, at + AT_ONCE))}::jsonb)
        AS a (key text, name text, kind text, parent text, path text, "gbCode" text, "validFrom" date, "validUntil" date)
      ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind, parent = excluded.parent, path = excluded.path,
        gb_code = excluded.gb_code, valid_from = excluded.valid_from, valid_until = excluded.valid_until
      WHERE (kept.name, kept.kind, kept.parent, kept.path, kept.gb_code, kept.valid_from, kept.valid_until)
        IS DISTINCT FROM (excluded.name, excluded.kind, excluded.parent, excluded.path, excluded.gb_code, excluded.valid_from, excluded.valid_until)
    `.execute(tx.db());
  }
  await tx.db<OrganizationTables>().insertInto('organization.area_revision').values({ edition: EDITION }).execute();
}
