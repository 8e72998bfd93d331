// Writes docs/token-vectors.json: `npx nest build && node test/token/make-vectors.mjs`. Keys are fixed, signatures are not: ECDSA draws a number each time.
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { encodeBase45 } from '../../dist/src/health-verdict/presentation/base45.js';
import { encodeCbor } from '../../dist/src/health-verdict/presentation/cbor.js';
import { toSign } from '../../dist/src/health-verdict/presentation/cose-sign1.js';
import { issueCredential } from '../../dist/src/health-verdict/presentation/credential.js';
import { JwkSetSigningKeys } from '../../dist/src/health-verdict/presentation/signing-keys.js';

const keysOfTests = JSON.parse(readFileSync(new URL('./keys.json', import.meta.url), 'utf8'));
const issuer = new JwkSetSigningKeys(JSON.stringify({ keys: [keysOfTests.issuer] }));
const stranger = new JwkSetSigningKeys(JSON.stringify({ keys: [keysOfTests.stranger] }));
const device = createPrivateKey({ key: keysOfTests.device, format: 'jwk' });
const otherDevice = createPrivateKey({ key: keysOfTests.otherDevice, format: 'jwk' });
const point = Buffer.concat([Buffer.of(4), Buffer.from(keysOfTests.device.x, 'base64url'), Buffer.from(keysOfTests.device.y, 'base64url')]);

const NOW = new Date('2020-02-15T08:00:00Z');
const at = (seconds) => new Date(NOW.getTime() + seconds * 1000);
const unix = (date) => Math.floor(date.getTime() / 1000);
const facts = { credentialId: Buffer.alloc(16, 1), maskedName: '陈*明', birthYear: 1988, colour: 'green', issuedAt: NOW, notBefore: NOW, expires: at(86_400), devicePublicKey: point };

const credential = (key = issuer, more = {}) => issueCredential(key.current(), { ...facts, ...more });
const HEADER = new Map([[1, -7]]);
const CLAIMS = new Map([[6, unix(NOW)], [10, Buffer.from('0011223344556677', 'hex')]]);

/** The untagged array, piece by piece, so that a vector can spoil one piece and still be signed. */
function presentation({ kcwt = credential(), header = encodeCbor(HEADER), payload = encodeCbor(CLAIMS), key = device } = {}) {
  const signature = sign('sha256', toSign(header, payload), { key, dsaEncoding: 'ieee-p1363' });
  const bstr = (bytes) => encodeCbor(bytes);
  return Buffer.concat([Buffer.of(0x84), bstr(header), Buffer.of(0xa1, 0x0e), kcwt, bstr(payload), bstr(signature)]);
}

const text = (bytes) => `BM1:${encodeBase45(bytes)}`;
const tagged = (bytes) => Buffer.concat([Buffer.of(0xd2), bytes]);
const shown = (parts) => text(tagged(presentation(parts)));
const hex = (digits) => Buffer.from(digits, 'hex');
const time = unix(NOW).toString(16);

const good = [
  { name: 'green, just made', token: shown(), at: NOW, colour: 'green', maskedName: '陈*明', birthYear: 1988 },
  { name: 'orange', token: shown({ kcwt: credential(issuer, { colour: 'orange' }) }), at: NOW, colour: 'orange', maskedName: '陈*明', birthYear: 1988 },
  { name: 'at the end of its 90 seconds', token: shown(), at: at(90), colour: 'green', maskedName: '陈*明', birthYear: 1988 },
  { name: 'verifier 30 seconds behind', token: shown(), at: at(-30), colour: 'green', maskedName: '陈*明', birthYear: 1988 },
];

const whole = shown();
const bad = [
  ['another prefix', `BM2:${whole.slice(4)}`, 'NOT_OURS'],
  ['an address', 'https://example.org/', 'NOT_OURS'],
  ['nothing after the prefix', 'BM1:', 'NON_CANONICAL'],
  ['a character that is no base45', `${whole.slice(0, -3)}a00`, 'NON_CANONICAL'],
  ['a group above 65535', `BM1:${':::'.repeat(3)}`, 'NON_CANONICAL'],
  ['a lone last character', whole.slice(0, 4 + 3 * 20 + 1), 'TRUNCATED'],
  ['half of it', whole.slice(0, 4 + 3 * 40), 'TRUNCATED'],
  ['a byte behind', text(Buffer.concat([tagged(presentation()), Buffer.of(0)])), 'NON_CANONICAL'],
  ['without the tag', text(presentation()), 'NON_CANONICAL'],
  ['a time in eight bytes', shown({ payload: hex(`a2061b00000000${time}0a480011223344556677`) }), 'NON_CANONICAL'],
  ['keys in another order', shown({ payload: hex(`a20a480011223344556677061a${time}`) }), 'NON_CANONICAL'],
  ['a map without a length', shown({ payload: hex(`bf061a${time}0a480011223344556677ff`) }), 'NON_CANONICAL'],
  ['a key twice', shown({ payload: hex(`a2061a${time}061a${time}`) }), 'NON_CANONICAL'],
  ['a claim too many', shown({ payload: encodeCbor(new Map([...CLAIMS, [11, 1]])) }), 'NON_CANONICAL'],
  ['a nonce of seven bytes', shown({ payload: encodeCbor(new Map([[6, unix(NOW)], [10, Buffer.alloc(7)]])) }), 'NON_CANONICAL'],
  ['a time that is text', shown({ payload: encodeCbor(new Map([[6, 'now'], [10, Buffer.alloc(8)]])) }), 'NON_CANONICAL'],
  ['another algorithm', shown({ header: encodeCbor(new Map([[1, -8]])) }), 'NON_CANONICAL'],
  ['no algorithm', shown({ header: encodeCbor(new Map()) }), 'NON_CANONICAL'],
  ['a credential that is a number', shown({ kcwt: encodeCbor(7) }), 'NON_CANONICAL'],
  ['a credential of a stranger', shown({ kcwt: credential(stranger) }), 'FORGED'],
  ['signed by another device', shown({ key: otherDevice }), 'WRONG_DEVICE'],
  ['an expired credential', shown({ kcwt: credential(issuer, { expires: NOW }) }), 'EXPIRED'],
  ['a credential of tomorrow', shown({ kcwt: credential(issuer, { notBefore: at(3600) }) }), 'FROM_THE_FUTURE'],
].map(([name, token, refusal]) => ({ name, token, at: NOW, refusal }));
bad.push({ name: 'a picture of 91 seconds ago', token: whole, at: at(91), refusal: 'EXPIRED' });
bad.push({ name: 'made by a clock 31 seconds ahead', token: whole, at: at(-31), refusal: 'FROM_THE_FUTURE' });

const vectors = { about: 'Made-up people and keys. `at` is the clock of the verifier.', keys: issuer.jwks(), good, bad };
writeFileSync(new URL('../../docs/token-vectors.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
