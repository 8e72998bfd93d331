// Writes docs/token-vectors.json: `npx nest build && node test/token/make-vectors.mjs`. Keys are fixed, signatures are not: ECDSA draws a number each time.
import { decode } from 'cborg';
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { encodeBase45 } from '../../dist/src/health-verdict/token/base45.js';
import { encodeCbor } from '../../dist/src/health-verdict/token/cbor.js';
import { toSign } from '../../dist/src/health-verdict/token/cose-sign1.js';
import { issueCredential } from '../../dist/src/health-verdict/token/credential.js';
import { JwkSetSigningKeys } from '../../dist/src/health-verdict/token/signing-keys.js';

const keysOfTests = JSON.parse(readFileSync(new URL('./keys.json', import.meta.url), 'utf8'));
const issuer = new JwkSetSigningKeys(JSON.stringify({ keys: [keysOfTests.issuer] }));
const stranger = new JwkSetSigningKeys(JSON.stringify({ keys: [keysOfTests.stranger] }));
const device = createPrivateKey({ key: keysOfTests.device, format: 'jwk' });
const otherDevice = createPrivateKey({ key: keysOfTests.otherDevice, format: 'jwk' });
const point = Buffer.concat([
  Buffer.of(4),
  Buffer.from(keysOfTests.device.x, 'base64url'),
  Buffer.from(keysOfTests.device.y, 'base64url'),
]);

const NOW = new Date('2020-02-15T08:00:00Z');
const at = (seconds) => new Date(NOW.getTime() + seconds * 1000);
const unix = (date) => Math.floor(date.getTime() / 1000);
const facts = {
  credentialId: Buffer.alloc(16, 1),
  maskedName: '陈*明',
  birthYear: 1988,
  colour: 'green',
  issuedAt: NOW,
  notBefore: NOW,
  expires: at(86_400),
  devicePublicKey: point,
};

const credential = (key = issuer, more = {}) => issueCredential(key.current(), { ...facts, ...more });
const HEADER = new Map([[1, -7]]);
const CLAIMS = new Map([
  [6, unix(NOW)],
  [10, Buffer.from('0011223344556677', 'hex')],
]);

/** The untagged array, piece by piece, so that a vector can spoil one piece and still be signed. */
function presentation({
  kcwt = credential(),
  header = encodeCbor(HEADER),
  payload = encodeCbor(CLAIMS),
  key = device,
} = {}) {
  const signature = sign('sha256', toSign(header, payload), { key, dsaEncoding: 'ieee-p1363' });
  const bstr = (bytes) => encodeCbor(bytes);
  return Buffer.concat([Buffer.of(0x84), bstr(header), Buffer.of(0xa1, 0x0e), kcwt, bstr(payload), bstr(signature)]);
}

const text = (bytes) => `BM1:${encodeBase45(bytes)}`;
const tagged = (bytes) => Buffer.concat([Buffer.of(0xd2), bytes]);
const shown = (parts) => text(tagged(presentation(parts)));
const hex = (digits) => Buffer.from(digits, 'hex');
const time = unix(NOW).toString(16);

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** r ‖ n − s. */
const mirrored = (signature) =>
  Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from((ORDER - BigInt(`0x${signature.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0'), 'hex'),
  ]);
/** The last 64 bytes of a presentation are its signature. */
const resigned = (bytes, change) => Buffer.concat([bytes.subarray(0, -64), change(bytes.subarray(-64))]);
const made = (seconds, nonce = Buffer.from('0011223344556677', 'hex')) =>
  shown({
    payload: encodeCbor(
      new Map([
        [6, seconds],
        [10, nonce],
      ]),
    ),
  });
/** What the issuer would sign for other claims. */
const claims = (change) => {
  const [protectedBytes, , payload] = decode(credential(), { useMaps: true });
  const changed = encodeCbor(new Map([...decode(payload, { useMaps: true }), ...change]));
  return encodeCbor([
    protectedBytes,
    new Map(),
    changed,
    sign('sha256', toSign(protectedBytes, changed), { key: issuer.current().privateKey, dsaEncoding: 'ieee-p1363' }),
  ]);
};
const noPoint = new Map([
  [
    1,
    new Map([
      [1, 2],
      [-1, 1],
      [-2, Buffer.alloc(32, 5)],
      [-3, Buffer.alloc(32, 6)],
    ]),
  ],
]);
const LAST = 2 ** 32 - 1;

const good = [
  { name: 'green, just made', token: shown(), at: NOW, colour: 'green', maskedName: '陈*明', birthYear: 1988 },
  {
    name: 'orange',
    token: shown({ kcwt: credential(issuer, { colour: 'orange' }) }),
    at: NOW,
    colour: 'orange',
    maskedName: '陈*明',
    birthYear: 1988,
  },
  {
    name: 'a colour that a scale has later, of as many letters as there may be',
    token: shown({ kcwt: credential(issuer, { colour: 'a-very-long-c0l0' }) }),
    at: NOW,
    colour: 'a-very-long-c0l0',
    maskedName: '陈*明',
    birthYear: 1988,
  },
  {
    name: 'at the end of its 90 seconds',
    token: shown(),
    at: at(90),
    colour: 'green',
    maskedName: '陈*明',
    birthYear: 1988,
  },
  {
    name: 'signed with (r, n - s), which holds whenever (r, s) does',
    token: text(tagged(resigned(presentation(), mirrored))),
    at: NOW,
    colour: 'green',
    maskedName: '陈*明',
    birthYear: 1988,
  },
  {
    name: 'at the last second that a token can tell',
    token: shown({
      kcwt: claims([
        [4, LAST],
        [5, LAST - 60],
        [6, LAST - 60],
      ]),
      payload: encodeCbor(
        new Map([
          [6, LAST - 1],
          [10, Buffer.alloc(8)],
        ]),
      ),
    }),
    at: at(LAST - 1 - unix(NOW)),
    colour: 'green',
    maskedName: '陈*明',
    birthYear: 1988,
  },
  {
    name: 'verifier 30 seconds behind',
    token: shown(),
    at: at(-30),
    colour: 'green',
    maskedName: '陈*明',
    birthYear: 1988,
  },
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
  [
    'a nonce of seven bytes',
    shown({
      payload: encodeCbor(
        new Map([
          [6, unix(NOW)],
          [10, Buffer.alloc(7)],
        ]),
      ),
    }),
    'NON_CANONICAL',
  ],
  [
    'a time that is text',
    shown({
      payload: encodeCbor(
        new Map([
          [6, 'now'],
          [10, Buffer.alloc(8)],
        ]),
      ),
    }),
    'NON_CANONICAL',
  ],
  ['another algorithm', shown({ header: encodeCbor(new Map([[1, -8]])) }), 'NON_CANONICAL'],
  ['no algorithm', shown({ header: encodeCbor(new Map()) }), 'NON_CANONICAL'],
  ['a credential that is a number', shown({ kcwt: encodeCbor(7) }), 'NON_CANONICAL'],
  ['a time of five bytes', made(2 ** 32), 'NON_CANONICAL'],
  ['a time beyond what a Date holds', made(8_640_000_000_001), 'NON_CANONICAL'],
  [
    'a time beyond what a number holds exactly',
    shown({ payload: hex('a2061b00200000000000010a480011223344556677') }),
    'NON_CANONICAL',
  ],
  ['a time below zero', made(-1), 'NON_CANONICAL'],
  ['an end of five bytes', shown({ kcwt: claims([[4, 2 ** 32]]) }), 'NON_CANONICAL'],
  ['a beginning of five bytes', shown({ kcwt: claims([[5, 2 ** 32]]) }), 'NON_CANONICAL'],
  ['an issue beyond what a Date holds', shown({ kcwt: claims([[6, 8_640_000_000_001]]) }), 'NON_CANONICAL'],
  ['a birth year of five digits', shown({ kcwt: claims([[-70_002, 10_000]]) }), 'NON_CANONICAL'],
  ['a colour that is a number', shown({ kcwt: claims([[-70_003, 1]]) }), 'NON_CANONICAL'],
  ['a colour without a key', shown({ kcwt: claims([[-70_003, '']]) }), 'NON_CANONICAL'],
  ['a colour in capital letters', shown({ kcwt: claims([[-70_003, 'Green']]) }), 'NON_CANONICAL'],
  ['a colour with a line end', shown({ kcwt: claims([[-70_003, 'green\n']]) }), 'NON_CANONICAL'],
  ['a colour of 17 letters', shown({ kcwt: claims([[-70_003, 'g'.repeat(17)]]) }), 'NON_CANONICAL'],
  ['a nonce of 65 bytes', made(unix(NOW), Buffer.alloc(65)), 'NON_CANONICAL'],
  ['a payload that ends early inside', shown({ payload: encodeCbor(CLAIMS).subarray(0, -1) }), 'NON_CANONICAL'],
  ['a protected header that ends early inside', shown({ header: hex('a1') }), 'NON_CANONICAL'],
  ['the tag and nothing else', text(Buffer.of(0xd2)), 'TRUNCATED'],
  ['an array of four that ends after two', text(hex('d2844000')), 'TRUNCATED'],
  ['longer than its shortest form, and cut off after that', text(hex('d284180158')), 'NON_CANONICAL'],
  ['a foreign character, one too many of them', `${whole.slice(0, 4 + 3 * 20)}a`, 'NON_CANONICAL'],
  ['1,199 characters, cut off', `BM1:${'0'.repeat(1195)}`, 'TRUNCATED'],
  ['1,202 characters, cut off', `BM1:${'0'.repeat(1198)}`, 'NON_CANONICAL'],
  ['a device key that is no point of the curve', shown({ kcwt: claims([[8, noPoint]]) }), 'WRONG_DEVICE'],
  [
    'a signature whose s is 0',
    text(tagged(resigned(presentation(), (it) => Buffer.concat([it.subarray(0, 32), Buffer.alloc(32)])))),
    'WRONG_DEVICE',
  ],
  [
    'a signature whose s is not below n',
    text(tagged(resigned(presentation(), (it) => Buffer.concat([it.subarray(0, 32), Buffer.alloc(32, 255)])))),
    'WRONG_DEVICE',
  ],
  [
    'a stranger’s credential, signed by another device',
    shown({ kcwt: credential(stranger), key: otherDevice }),
    'FORGED',
  ],
  [
    'of tomorrow, with a credential that has expired',
    shown({
      kcwt: credential(issuer, { expires: NOW }),
      payload: encodeCbor(
        new Map([
          [6, unix(at(3600))],
          [10, Buffer.alloc(8)],
        ]),
      ),
    }),
    'FROM_THE_FUTURE',
  ],
  ['a credential of a stranger', shown({ kcwt: credential(stranger) }), 'FORGED'],
  ['signed by another device', shown({ key: otherDevice }), 'WRONG_DEVICE'],
  ['an expired credential', shown({ kcwt: credential(issuer, { expires: NOW }) }), 'EXPIRED'],
  ['a credential of tomorrow', shown({ kcwt: credential(issuer, { notBefore: at(3600) }) }), 'FROM_THE_FUTURE'],
].map(([name, token, refusal]) => ({ name, token, at: NOW, refusal }));
bad.push({ name: 'a picture of 91 seconds ago', token: whole, at: at(91), refusal: 'EXPIRED' });
bad.push({ name: 'made by a clock 31 seconds ahead', token: whole, at: at(-31), refusal: 'FROM_THE_FUTURE' });

const vectors = {
  about: 'Made-up people and keys. `at` is the clock of the verifier.',
  keys: issuer.jwks(),
  good,
  bad,
};
writeFileSync(new URL('../../docs/token-vectors.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
