// Written from docs/token-format.md alone, importing nothing of the product: what another province would write.
import { createPublicKey, verify as verifySignature } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

class Refused extends Error {}
const refuse = (refusal) => {
  throw new Refused(refusal);
};

function base45(text) {
  if (![...text].every((character) => ALPHABET.includes(character))) refuse('NON_CANONICAL');
  if (text.length % 3 === 1) refuse('TRUNCATED');
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => ALPHABET.indexOf(character));
    const value = group.reduce((sum, digit, index) => sum + digit * 45 ** index, 0);
    if (value > (group.length === 3 ? 65535 : 255)) refuse('NON_CANONICAL');
    bytes.push(...(group.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return Buffer.from(bytes);
}

/** One item in core deterministic encoding, nothing behind it. A text that is no UTF-8 is read as `undefined`: no claim may be that. */
function cbor(bytes) {
  let at = 0;
  const take = (length) => (at + length > bytes.length ? refuse('TRUNCATED') : bytes.subarray(at, (at += length)));
  const number = (info) => {
    if (info < 24) return info;
    const value = Number(`0x${take(2 ** (info - 24)).toString('hex')}`);
    if (value < [24, 2 ** 8, 2 ** 16, 2 ** 32][info - 24]) refuse('NON_CANONICAL');
    return value;
  };
  const item = () => {
    const [first] = take(1);
    const major = first >> 5;
    if (major > 5 || (first & 31) > 27) refuse('NON_CANONICAL');
    const value = number(first & 31);
    if (major === 0) return value;
    if (major === 1) return -1 - value;
    if (major === 2) return take(value);
    if (major === 3) return utf8(take(value));
    return major === 4 ? array(value) : map(value);
  };
  const array = (size) => {
    const items = [];
    while (items.length < size) items.push(item());
    return items;
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

function utf8(bytes) {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

/** A byte string inside the token: whole where it stands, so nothing in it can be cut off. */
function inner(bytes) {
  try {
    return cbor(bytes);
  } catch {
    return refuse('NON_CANONICAL');
  }
}

const hasExactly = (map, labels) =>
  map instanceof Map && map.size === labels.length && labels.every((label) => map.has(label));
const must = (holds) => holds || refuse('NON_CANONICAL');
const isUint = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;
const isTime = (value) => isUint(value, 2 ** 32 - 1);
const isBytes = (value, from, to = from) => Buffer.isBuffer(value) && value.length >= from && value.length <= to;

function signed(parts, protectedLabels, unprotectedLabels) {
  must(Array.isArray(parts) && parts.length === 4);
  const [header, unprotected, payload, signature] = parts;
  must(Buffer.isBuffer(header) && Buffer.isBuffer(payload) && isBytes(signature, 64));
  const labels = inner(header);
  must(hasExactly(labels, protectedLabels) && hasExactly(unprotected, unprotectedLabels) && labels.get(1) === -7);
  return { header, labels, unprotected, payload, claims: inner(payload), signature };
}

function deviceKey(cnf) {
  must(hasExactly(cnf, [1]));
  const key = cnf.get(1);
  must(
    hasExactly(key, [1, -1, -2, -3]) &&
      key.get(1) === 2 &&
      key.get(-1) === 1 &&
      isBytes(key.get(-2), 32) &&
      isBytes(key.get(-3), 32),
  );
  return { kty: 'EC', crv: 'P-256', x: key.get(-2).toString('base64url'), y: key.get(-3).toString('base64url') };
}

function holds(key, { header, payload, signature }) {
  const bstr = (bytes) =>
    Buffer.concat([
      bytes.length < 24
        ? Buffer.of(0x40 + bytes.length)
        : bytes.length < 256
          ? Buffer.of(0x58, bytes.length)
          : Buffer.of(0x59, bytes.length >> 8, bytes.length & 255),
      bytes,
    ]);
  const toVerify = Buffer.concat([
    Buffer.of(0x84, 0x6a),
    Buffer.from('Signature1'),
    bstr(header),
    Buffer.of(0x40),
    bstr(payload),
  ]);
  try {
    return verifySignature(
      'sha256',
      toVerify,
      { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      signature,
    );
  } catch {
    return false; // No point of the curve.
  }
}

function judge(text, jwks, now) {
  if (!text.startsWith('BM1:')) refuse('NOT_OURS');
  must([...text].length <= 1200);
  const bytes = base45(text.slice(4));
  must(bytes[0] === 0xd2);
  const shown = signed(cbor(bytes.subarray(1)), [1], [14]);
  const credential = signed(shown.unprotected.get(14), [1, 4], []);
  const [{ claims }, issued, kid] = [shown, credential.claims, credential.labels.get(4)];
  must(hasExactly(claims, [6, 10]) && isTime(claims.get(6)) && isBytes(claims.get(10), 8, 64));
  must(
    isBytes(kid, 8) &&
      hasExactly(issued, [4, 5, 6, 7, 8, -70001, -70002, -70003]) &&
      [4, 5, 6].every((label) => isTime(issued.get(label))),
  );
  must(
    isBytes(issued.get(7), 16) &&
      typeof issued.get(-70001) === 'string' &&
      isUint(issued.get(-70002), 9999) &&
      typeof issued.get(-70003) === 'string' &&
      /^[a-z][a-z0-9-]{0,15}$/.test(issued.get(-70003)),
  );
  const device = deviceKey(issued.get(8));
  const issuer = jwks.keys.find((key) => key.kid === kid.toString('base64url'));
  if (!issuer || !holds(issuer, credential)) refuse('FORGED');
  if (!holds(device, shown)) refuse('WRONG_DEVICE');
  const [iat, nbf, exp, seconds] = [claims.get(6), issued.get(5), issued.get(4), now.getTime() / 1000];
  if (!(iat <= seconds + 30 && nbf <= seconds + 30)) refuse('FROM_THE_FUTURE');
  if (!(seconds <= iat + 90 && seconds < exp)) refuse('EXPIRED');
  return {
    ok: true,
    maskedName: issued.get(-70001),
    birthYear: issued.get(-70002),
    colour: issued.get(-70003),
  };
}

export function verifyPresentation(text, jwks, now) {
  try {
    return judge(text, jwks, now);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.message };
    throw error;
  }
}
