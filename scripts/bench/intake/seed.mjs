import { createHash, randomBytes } from 'node:crypto';
import { documentOf, isEvidence } from './records.mjs';

const ACCOUNT = '01940000-0000-7000-8000-0000000000f1';
const AUTHORITY = '01900000-0000-7000-8000-00000000a001';
const AT_ONCE = 5000;

/** A signed-in operator of the authority. @returns the token of the session */
export async function seedOperator(database, { cipher }) {
  const [token, hash, name] = [
    randomBytes(32).toString('base64url'),
    randomBytes(33),
    cipher.encrypt('王数据', 'name'),
  ];
  await database.query(
    `INSERT INTO identity.account (id, door, login_hash, mobile, mobile_hash, masked_mobile, display_name, created_at)
     VALUES ($1, 'organization', $2, $3, $2, '139****0000', $3, now())`,
    [ACCOUNT, hash, name],
  );
  await database.query(
    `INSERT INTO identity.capacity (id, account_id, role, authority_id) VALUES ($1, $1, 'authority-operator', $2)`,
    [ACCOUNT, AUTHORITY],
  );
  await database.query(
    `INSERT INTO identity.session (id, token_hash, account_id, capacity_id, created_at, last_seen_at, expires_at)
     VALUES (uuidv7(), $1, $2, $2, now(), now(), now() + interval '1 day')`,
    [createHash('sha256').update(token).digest(), ACCOUNT],
  );
  return token;
}

/** Whoever was at a fever clinic holds a code: each of their turns has to be told. */
export async function seedCodes(database, { cipher, hash }, { from, rows }) {
  const numbers = Array.from({ length: rows }, (_, index) => from + index).filter(isEvidence);
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    const some = numbers.slice(at, at + AT_ONCE);
    const documents = some.map(documentOf);
    await database.query(
      `WITH person AS (
         SELECT number, gen_random_uuid() AS id, hash, box FROM unnest($1::int[], $2::bytea[], $3::bytea[]) AS p (number, hash, box)
       ), made AS (INSERT INTO health_verdict.subject (id, created_at) SELECT id, now() FROM person
       ), document AS (INSERT INTO health_verdict.subject_document (document_hash, subject_id, document_type, document) SELECT hash, id, 'resident-id', box FROM person)
       INSERT INTO health_verdict.code (id, resident_id, subject_id, serial, masked_name, document_ends, birth_year, digits_key, claimed_at, initial_area)
       SELECT gen_random_uuid(), gen_random_uuid(), id, (100000000 + number)::text, '陈*明', '350***********123X', 1980, gen_random_bytes(60), now(), '350102' FROM person`,
      [
        some,
        documents.map((document) => hash.of(`resident-id:${document}`, 'subject')),
        documents.map((document) => cipher.encrypt(document, 'subject')),
      ],
    );
  }
}
