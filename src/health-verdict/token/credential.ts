import { type Colour, isColourKey } from '../contracts/colours.js';
import { decodeCbor, encodeCbor } from './cbor.js';
import { ALG, digestOf, ES256, isBytes, isMapOf, KID, readSign1, sign1, type Sign1 } from './cose-sign1.js';
import type { SigningKey } from './signing-keys.js';

/** RFC 8392 (CWT), RFC 8747 (cnf); the last three are ours, in the range for private use. */
const CLAIM = { exp: 4, nbf: 5, iat: 6, cti: 7, cnf: 8, name: -70_001, birthYear: -70_002, colour: -70_003 } as const;
const COSE_KEY = 1;
const KEY = { kty: 1, crv: -1, x: -2, y: -3 } as const;
const EC2 = 2;
const P256 = 1;
/** RFC 5480: id-ecPublicKey, secp256r1, and a bit string of 65 bytes. */
const P256_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const KEY_ID_BYTES = 8;
/** Four bytes of seconds since 1970 reach until 2106: far below what a Date holds. */
const LATEST_SECONDS = 0xffff_ffff;
const LATEST_YEAR = 9999;

export interface CredentialFacts {
  /** 16 random bytes, new at each renewal: no pseudonym for life. */
  readonly credentialId: Uint8Array;
  readonly maskedName: string;
  readonly birthYear: number;
  readonly colour: Colour;
  readonly issuedAt: Date;
  readonly notBefore: Date;
  readonly expires: Date;
  /** Uncompressed P-256 point, 65 bytes. */
  readonly devicePublicKey: Uint8Array;
}

/** Signs a credential: the array of a COSE_Sign1 in deterministic CBOR. */
export function issueCredential(key: SigningKey, facts: CredentialFacts): Uint8Array {
  const point = Buffer.from(facts.devicePublicKey);
  if (point.length !== 65 || point[0] !== 4) throw new Error('not an uncompressed P-256 point');
  const coseKey = new Map<number, unknown>([
    [KEY.kty, EC2],
    [KEY.crv, P256],
    [KEY.x, point.subarray(1, 33)],
    [KEY.y, point.subarray(33)],
  ]);
  const claims = new Map<number, unknown>([
    [CLAIM.exp, seconds(facts.expires)],
    [CLAIM.nbf, seconds(facts.notBefore)],
    [CLAIM.iat, seconds(facts.issuedAt)],
    [CLAIM.cti, facts.credentialId],
    [CLAIM.cnf, new Map([[COSE_KEY, coseKey]])],
    [CLAIM.name, facts.maskedName],
    [CLAIM.birthYear, facts.birthYear],
    [CLAIM.colour, facts.colour],
  ]);
  return encodeCbor(
    sign1(
      key.privateKey,
      new Map<number, unknown>([
        [ALG, ES256],
        [KID, key.keyId],
      ]),
      claims,
    ),
  );
}

export interface ParsedCredential {
  readonly sign1: Sign1;
  readonly keyId: Uint8Array;
  readonly facts: CredentialFacts;
}

/** Its form only; the caller checks signature and times. @returns `undefined` for anything that we would not have written */
export function parseCredential(value: unknown): ParsedCredential | undefined {
  const signed = readSign1(value, [ALG, KID], []);
  const keyId = signed?.protectedHeader.get(KID);
  if (!signed || !isBytes(keyId) || keyId.length !== KEY_ID_BYTES) return undefined;
  const claims = decodeCbor(signed.payload);
  if (!isMapOf(claims, Object.values(CLAIM))) return undefined;
  const devicePublicKey = pointOf(claims.get(CLAIM.cnf));
  const [exp, nbf, iat, year, colour] = [CLAIM.exp, CLAIM.nbf, CLAIM.iat, CLAIM.birthYear, CLAIM.colour].map((label) =>
    claims.get(label),
  );
  const [credentialId, maskedName] = [claims.get(CLAIM.cti), claims.get(CLAIM.name)];
  if (
    !devicePublicKey ||
    !isTime(exp) ||
    !isTime(nbf) ||
    !isTime(iat) ||
    !isWhole(year, LATEST_YEAR) ||
    !isColourKey(colour)
  )
    return undefined;
  if (!isBytes(credentialId) || credentialId.length !== 16 || typeof maskedName !== 'string') return undefined;
  const times = { expires: instant(exp), notBefore: instant(nbf), issuedAt: instant(iat) };
  const facts = { credentialId, maskedName, birthYear: year, colour, devicePublicKey, ...times };
  return { sign1: signed, keyId, facts };
}

/** What is kept of a credential that was issued: by it, what a device shows later is known to be that one, unaltered. */
export function digestOfCredential(credential: Uint8Array): Buffer {
  const parsed = parseCredential(decodeCbor(credential));
  if (!parsed) throw new Error('not a credential');
  return digestOf(parsed.sign1);
}

/**
 * An uncompressed point as OpenSSL takes it (SubjectPublicKeyInfo), in PEM. Not made a `KeyObject` of: thousands of them a minute, each with
 * memory outside the heap, are what makes the garbage collector stop a scan. Nor an object of options: of each Node tries whether it is a key
 * by an error that it throws and catches, which takes a quarter of the time of a signature.
 */
export function pointAsKey(point: Uint8Array): string {
  const key = Buffer.concat([P256_HEAD, point]).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`;
}

function pointOf(cnf: unknown): Uint8Array | undefined {
  const key = isMapOf(cnf, [COSE_KEY]) ? cnf.get(COSE_KEY) : undefined;
  if (!isMapOf(key, Object.values(KEY)) || key.get(KEY.kty) !== EC2 || key.get(KEY.crv) !== P256) return undefined;
  const [x, y] = [key.get(KEY.x), key.get(KEY.y)];
  return isBytes(x) && isBytes(y) && x.length === 32 && y.length === 32
    ? Buffer.concat([Buffer.of(4), x, y])
    : undefined;
}

/** Seconds since 1970 as tokens may hold them. */
export function isTime(value: unknown): value is number {
  return isWhole(value, LATEST_SECONDS);
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

export function instant(secondsSinceEpoch: number): Date {
  return new Date(secondsSinceEpoch * 1000);
}
