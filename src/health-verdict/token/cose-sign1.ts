import { hash, sign, verify, type KeyObject } from 'node:crypto';
import { decodeCbor, encodeCbor } from './cbor.js';

/** RFC 9052: headers used here. */
export const ALG = 1;
export const KID = 4;
/** RFC 9528: a CWT in a header. */
export const KCWT = 14;
/** RFC 9053: ECDSA with SHA-256 on P-256. */
export const ES256 = -7;

export interface Sign1 {
  readonly protectedBytes: Uint8Array;
  readonly protectedHeader: ReadonlyMap<unknown, unknown>;
  readonly unprotectedHeader: ReadonlyMap<unknown, unknown>;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

export function toSign(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array {
  return encodeCbor(['Signature1', protectedBytes, new Uint8Array(), payload]);
}

/** The array of a COSE_Sign1, without tag. */
export function sign1(
  key: KeyObject,
  header: Map<number, unknown>,
  claims: Map<number, unknown>,
): [Uint8Array, Map<number, unknown>, Uint8Array, Uint8Array] {
  const protectedBytes = encodeCbor(header);
  const payload = encodeCbor(claims);
  const signature = sign('sha256', toSign(protectedBytes, payload), { key, dsaEncoding: 'ieee-p1363' });
  return [protectedBytes, new Map(), payload, signature];
}

/** @returns `undefined` unless it is exactly the four parts, ES256, with a protected header of the expected labels */
export function readSign1(
  value: unknown,
  labels: readonly number[],
  unprotectedLabels: readonly number[],
): Sign1 | undefined {
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [protectedBytes, unprotectedHeader, payload, signature] = value as unknown[];
  if (!isBytes(protectedBytes) || !isBytes(payload) || !isBytes(signature) || signature.length !== 64) return undefined;
  if (!isMapOf(unprotectedHeader, unprotectedLabels)) return undefined;
  const protectedHeader = decodeCbor(protectedBytes);
  if (!isMapOf(protectedHeader, labels) || protectedHeader.get(ALG) !== ES256) return undefined;
  return { protectedBytes, protectedHeader, unprotectedHeader, payload, signature };
}

/**
 * Asked with a bare key (or its PEM) and a signature in DER, OpenSSL answers in two thirds of the time it needs with the options for r‖s. With a key that
 * is no point of the curve nothing holds. (r, n − s) holds whenever (r, s) does: a showing is told apart by its nonce, not by its bytes.
 */
export function signatureHolds(key: KeyObject | string, { protectedBytes, payload, signature }: Sign1): boolean {
  try {
    return verify('sha256', toSign(protectedBytes, payload), key, inDer(signature));
  } catch {
    return false;
  }
}

/** n of P-256 (SEC 2, 2.4.2), and the largest s that is not above its mirrored one. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF = Buffer.from((ORDER / 2n).toString(16), 'hex');

/** SHA-256 of what was signed and of its signature; (r, s) and (r, n − s), which hold alike, count as one. */
export function digestOf({ protectedBytes, payload, signature }: Sign1): Buffer {
  return hash('sha256', Buffer.concat([toSign(protectedBytes, payload), lowest(signature)]), 'buffer');
}

function lowest(signature: Uint8Array): Uint8Array {
  const s = Buffer.from(signature.subarray(32));
  const mirrored = Buffer.compare(s, HALF) > 0 ? ORDER - BigInt(`0x${s.toString('hex')}`) : -1n;
  if (mirrored < 0n) return signature;
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(mirrored.toString(16).padStart(64, '0'), 'hex')]);
}

/** r‖s, 32 bytes each, as SEQUENCE { INTEGER r, INTEGER s } (RFC 3279, 2.2.3). */
function inDer(signature: Uint8Array): Uint8Array {
  const integers = [signature.subarray(0, 32), signature.subarray(32)].map((half) => {
    const magnitude = half.subarray(half.findIndex((byte) => byte !== 0)); // Of zeros alone the last one.
    const sign = magnitude[0]! >= 0x80 ? [0] : [];
    return Buffer.concat([Buffer.of(0x02, magnitude.length + sign.length, ...sign), magnitude]);
  });
  const content = Buffer.concat(integers);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** A map with exactly these labels. */
export function isMapOf(value: unknown, labels: readonly number[]): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map && value.size === labels.length && labels.every((label) => value.has(label));
}
