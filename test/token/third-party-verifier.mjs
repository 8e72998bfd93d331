// Written from docs/token-format.md alone, importing nothing of the product: what another province would write.
import { createPublicKey, verify as verifySignature } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

class Refused extends Error {}
const refuse = (refusal) => {
  throw new Refused(refusal);
};

function base45(text) {
  if (text.length % 3 === 1) refuse('TRUNCATED');
  if (text.length > 1196) refuse('NON_CANONICAL');
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => ALPHABET.indexOf(character));
    const value = group.reduce((sum, digit, index) => sum + digit * 45 ** index, 0);
    if (group.includes(-1) || value > (group.length === 3 ? 65535 : 255)) refuse('NON_CANONICAL');
    bytes.push(...(group.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return Buffer.from(bytes);
}

/** One item in core deterministic encoding, nothing behind it. */
function cbor(bytes) {
  let at = 0;
  const take = (length) => (at + length > bytes.length ? refuse('TRUNCATED') : bytes.subarray(at, (at += length)));
  const number = (info) => {
    if (info < 24) return info;
    if (info > 27) refuse('NON_CANONICAL');
    const value = Number(`0x${take(2 ** (info - 24)).toString('hex')}`);
    if (value < [24, 2 ** 8, 2 ** 16, 2 ** 32][info - 24]) refuse('NON_CANONICAL');
    return value;
  };
  const item = () => {
    const [first] = take(1);
    const [major, value] = [first >> 5, number(first & 31)];
    if (major === 0) return value;
    if (major === 1) return -1 - value;
    if (major === 2) return take(value);
    if (major === 3) return take(value).toString('utf8');
    if (major === 4) return Array.from({ length: value }, item);
    return major === 5 ? map(value) : refuse('NON_CANONICAL');
  };
  const map = (size) => {
    const entries = new Map();
    for (let last = Buffer.alloc(0), count = 0; count < size; count++) {
      const start = at;
      const key = item();
      const raw = bytes.subarray(start, at);
      if (Buffer.compare(last, raw) >= 0) refuse('NON_CANONICAL');
      last = raw;
      entries.set(key, item());
    }
    return entries;
  };
  const value = item();
  return at === bytes.length ? value : refuse('NON_CANONICAL');
}

const hasExactly = (map, labels) => map instanceof Map && map.size === labels.length && labels.every((label) => map.has(label));
const must = (holds) => holds || refuse('NON_CANONICAL');

function signed(parts, protectedLabels, unprotectedLabels) {
  must(Array.isArray(parts) && parts.length === 4);
  const [header, unprotected, payload, signature] = parts;
  must(Buffer.isBuffer(header) && Buffer.isBuffer(payload) && Buffer.isBuffer(signature) && signature.length === 64);
  const labels = cbor(header);
  must(hasExactly(labels, protectedLabels) && hasExactly(unprotected, unprotectedLabels) && labels.get(1) === -7);
  return { header, labels, unprotected, payload, claims: cbor(payload), signature };
}

function holds(key, { header, payload, signature }) {
  const bstr = (bytes) => Buffer.concat([bytes.length < 24 ? Buffer.of(0x40 + bytes.length) : bytes.length < 256 ? Buffer.of(0x58, bytes.length) : Buffer.of(0x59, bytes.length >> 8, bytes.length & 255), bytes]);
  const toVerify = Buffer.concat([Buffer.of(0x84, 0x6a), Buffer.from('Signature1'), bstr(header), Buffer.of(0x40), bstr(payload)]);
  return verifySignature('sha256', toVerify, { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, signature);
}

function judge(text, jwks, now) {
  if (!text.startsWith('BM1:')) refuse('NOT_OURS');
  const bytes = base45(text.slice(4));
  must(bytes[0] === 0xd2);
  const shown = signed(cbor(bytes.subarray(1)), [1], [14]);
  const [iat, nonce] = [shown.claims.get?.(6), shown.claims.get?.(10)];
  must(hasExactly(shown.claims, [6, 10]) && Number.isSafeInteger(iat) && iat >= 0 && Buffer.isBuffer(nonce) && nonce.length >= 8 && nonce.length <= 64);
  const credential = signed(shown.unprotected.get(14), [1, 4], []);
  must(hasExactly(credential.claims, [4, 5, 6, 7, 8, -70001, -70002, -70003]) && Buffer.isBuffer(credential.labels.get(4)));
  const issuer = jwks.keys.find(({ kid }) => kid === credential.labels.get(4).toString('base64url'));
  if (!issuer || !holds(issuer, credential)) refuse('FORGED');
  const key = credential.claims.get(8).get(1);
  const device = { kty: 'EC', crv: 'P-256', x: key.get(-2).toString('base64url'), y: key.get(-3).toString('base64url') };
  if (!holds(device, shown)) refuse('WRONG_DEVICE');
  const seconds = now.getTime() / 1000;
  if (iat > seconds + 30 || credential.claims.get(5) > seconds + 30) refuse('FROM_THE_FUTURE');
  if (iat + 90 < seconds || credential.claims.get(4) <= seconds) refuse('EXPIRED');
  return { ok: true, maskedName: credential.claims.get(-70001), birthYear: credential.claims.get(-70002), colour: ['green', 'orange'][credential.claims.get(-70003)] };
}

export function verifyPresentation(text, jwks, now) {
  try {
    return judge(text, jwks, now);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.message };
    throw error;
  }
}
