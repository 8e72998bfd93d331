import { createHash, randomBytes } from 'node:crypto';

export const CODES = 200_000;
export const SCANS = 1_000_000;
const UNITS = 8;
const DAYS = 20;

/** Ids that both sides can compute: `kind` in the second group, the number in the last. */
export const idOf = (kind, number) =>
  `01940000-${kind.toString(16).padStart(4, '0')}-7000-8000-${number.toString(16).padStart(12, '0')}`;
const sqlId = (kind, number) =>
  `('01940000-${kind.toString(16).padStart(4, '0')}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

export const KIND = { subject: 1, resident: 2, code: 3, device: 4, organization: 5, point: 6, scanner: 7, shift: 8 };

/** Random like real ones, and yet known to both sides. */
export const credentialId = (number) => createHash('md5').update(`credential ${number}`).digest();

/** 200,000 codes, each with a device and a credential; every twentieth person has evidence and hence a timeline. */
export async function seedCodes(database, { publicKeys, digests }) {
  await database.query(
    `INSERT INTO health_verdict.subject SELECT ${sqlId(KIND.subject, 'n')}, now() FROM generate_series(0, ${CODES - 1}) n`,
  );
  await database.query(`
    INSERT INTO health_verdict.code (id, resident_id, subject_id, serial, masked_name, document_ends, birth_year, digits_key, claimed_at, initial_area)
    SELECT ${sqlId(KIND.code, 'n')}, ${sqlId(KIND.resident, 'n')}, ${sqlId(KIND.subject, 'n')}, (100000000 + n)::text, '陈*明', '350***********123X',
           1950 + n % 60, gen_random_bytes(60), now() - interval '30 days', '350102'
    FROM generate_series(0, ${CODES - 1}) n`);
  await database.query(
    `INSERT INTO health_verdict.device (id, code_id, name, public_key, enrolled_at)
     SELECT ${sqlId(KIND.device, 'n')}, ${sqlId(KIND.code, 'n')}, 'bench', ($1::bytea[])[1 + n % ${publicKeys.length}], now()
     FROM generate_series(0, ${CODES - 1}) n`,
    [publicKeys],
  );
  await database.query(
    `INSERT INTO health_verdict.credential (id, device_id, code_id, issued_at, expires_at, digest)
     SELECT md5('credential ' || n)::uuid, ${sqlId(KIND.device, 'n')}, ${sqlId(KIND.code, 'n')}, now(), now() + interval '1 day', digest
     FROM unnest($1::bytea[]) WITH ORDINALITY issued (digest, place), LATERAL (SELECT place - 1 AS n) numbered`,
    [digests],
  );
  const orange = [
    {
      from: '2020-01-01T00:00:00.000Z',
      colour: 'orange',
      causes: [{ cause: 5, colour: 'orange', from: '2020-01-01T00:00:00.000Z', ruleVersion: 1 }],
      ruleVersion: 1,
    },
  ];
  await database.query(
    `INSERT INTO health_verdict.timeline (subject_id, segments, last_seq) SELECT ${sqlId(KIND.subject, 'n')}, $1::jsonb, 1 FROM generate_series(0, ${CODES - 1}, 20) n`,
    [JSON.stringify(orange)],
  );
}

/**
 * A signed-in scanner for each connection, spread over a few units with one scan point each.
 * @param seal encrypts a name as the program does
 * @returns the scanners with the tokens of their sessions
 */
export async function seedScanners(database, count, seal) {
  const name = seal('林晓燕');
  for (let unit = 0; unit < UNITS; unit++) {
    const [organization, path] = [idOf(KIND.organization, unit), `fj.bench.u${unit}`];
    await database.query(
      `INSERT INTO organization.organization (id, kind, name, path, area_key, show_causes, created_at) VALUES ($1, 'government', $2, $3, '350102', true, now())`,
      [organization, `单位${unit}`, path],
    );
    await database.query(
      `INSERT INTO checkpoint.scan_point (id, organization_id, name, kind, area_key, address, confirmed, added_at) VALUES ($1, $2, '东街口', 'community', '350102', '', true, now())`,
      [idOf(KIND.point, unit), organization],
    );
  }
  await database.query(`
    INSERT INTO health_verdict.level_assignment (id, area_key, scale, level, from_at)
    SELECT gen_random_uuid(), key, '2020-02-24', CASE key WHEN '350203' THEN 'medium-general' ELSE 'low' END, now() - interval '40 days'
    FROM organization.area WHERE key = '350000' OR (kind = 'county' AND key LIKE '35%')`);
  const scanners = [];
  for (let number = 0; number < count; number++) scanners.push(await seedScanner(database, number, name));
  return scanners;
}

async function seedScanner(database, number, name) {
  const unit = number % UNITS;
  const [scanner, organization] = [idOf(KIND.scanner, number), idOf(KIND.organization, unit)];
  const [token, hash] = [randomBytes(32).toString('base64url'), randomBytes(33)];
  await database.query(
    `INSERT INTO organization.sub_account (id, organization_id, name, mobile, mobile_hash, masked_mobile, status, added_at) VALUES ($1, $2, $3, $3, $4, '139****0000', 'active', now())`,
    [scanner, organization, name, hash],
  );
  await database.query(
    `INSERT INTO identity.account (id, door, login_hash, mobile, mobile_hash, masked_mobile, display_name, organization_id, created_at)
     VALUES ($1, 'organization', $2, $3, $2, '139****0000', $3, $4, now())`,
    [scanner, hash, name, organization],
  );
  await database.query(
    `INSERT INTO identity.capacity (id, account_id, role, organization_id) VALUES ($1, $1, 'scanner', $2)`,
    [scanner, organization],
  );
  await database.query(
    `INSERT INTO identity.session (id, token_hash, account_id, capacity_id, created_at, last_seen_at, expires_at)
     VALUES (uuidv7(), $1, $2, $2, now(), now(), now() + interval '1 day')`,
    [createHash('sha256').update(token).digest(), scanner],
  );
  return {
    scanner,
    organization,
    path: `fj.bench.u${unit}`,
    token,
    point: idOf(KIND.point, unit),
    shift: idOf(KIND.shift, number),
  };
}

/** 1,000,000 scans of the last 20 days, in the order in which they happened. */
export async function seedScans(database) {
  const answer = {
    documentEnds: '350***********123X',
    ageBand: '30–39',
    causes: [],
    flowAdvice: { kind: 'none' },
    dataAsOf: [],
  };
  await database.query(
    `INSERT INTO checkpoint.scan (id, resident_id, credential_id, nonce, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key,
                                  colour, verdict_seq, assurance, masked_name, answer, scanned_at, received_at)
     SELECT uuidv7(at - now()), ${sqlId(KIND.resident, `n::bigint * 7919 % ${CODES}`)}, gen_random_uuid(), gen_random_bytes(8), ${sqlId(KIND.organization, `n % ${UNITS}`)},
            ('fj.bench.u' || n % ${UNITS})::ltree, ${sqlId(KIND.point, `n % ${UNITS}`)}, ${sqlId(KIND.shift, 'n % 32')}, ${sqlId(KIND.scanner, 'n % 32')},
            CASE WHEN n % 50 = 0 THEN '350203' ELSE '350102' END, CASE WHEN n % 20 = 0 THEN 'orange' ELSE 'green' END, 0, 'presentation', '陈*明', $1::jsonb, at, at
     FROM (SELECT n, now() - interval '${DAYS} days' * (${SCANS} - n) / ${SCANS} AS at FROM generate_series(1, ${SCANS}) n) past`,
    [JSON.stringify(answer)],
  );
}
