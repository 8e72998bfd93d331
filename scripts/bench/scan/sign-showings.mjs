// The worker of showings.mjs: residents who show their codes; everyone has a credential of their own, the keys of the devices are shared by a pool.
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { built } from '../../lib/measurement.mjs';
import { CODES, credentialId } from './seed.mjs';

const POOL = 64;
const HOUR = 3_600_000;
const TAG = Buffer.of(0xd2);

const [cbor, cose, credential, base45, keys] = await Promise.all(
  ['cbor', 'cose-sign1', 'credential', 'base45', 'signing-keys'].map((name) =>
    built('health-verdict', `token/${name}`),
  ),
);
const { decodeCbor, encodeCbor } = cbor;
const { sign1, ALG, ES256, KCWT } = cose;
const { issueCredential, digestOfCredential } = credential;
const issuer = new keys.JwkSetSigningKeys(workerData.signingKeys).current();
const devices = Array.from({ length: POOL }, newDevice);
const issuedAt = new Date(Date.now() - HOUR);
const credentials = Array.from({ length: CODES }, (_, number) => issue(number));
let next = 0;

parentPort.postMessage({ publicKeys: devices.map(({ point }) => point), digests: credentials.map(digestOfCredential) });
parentPort.on('message', (count) => {
  if (next + count > CODES) throw new Error('More showings were asked for than there are codes.');
  parentPort.postMessage({ showings: Array.from({ length: count }, () => show(next++)) });
});

function issue(number) {
  return issueCredential(issuer, {
    credentialId: credentialId(number),
    maskedName: '陈*明',
    birthYear: 1950 + (number % 60),
    colour: 'green',
    issuedAt,
    notBefore: issuedAt,
    expires: new Date(issuedAt.getTime() + 20 * HOUR),
    devicePublicKey: devices[number % POOL].point,
  });
}

function show(number) {
  const { privateKey } = devices[number % POOL];
  const claims = new Map([
    [6, Math.floor(Date.now() / 1000)],
    [10, randomBytes(8)],
  ]);
  const [header, , payload, signature] = sign1(privateKey, new Map([[ALG, ES256]]), claims);
  const outer = encodeCbor([header, new Map([[KCWT, decodeCbor(credentials[number])]]), payload, signature]);
  return `BM1:${base45.encodeBase45(Buffer.concat([TAG, outer]))}`;
}

function newDevice() {
  const { x, y, ...rest } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { point, privateKey: createPrivateKey({ key: { ...rest, x, y }, format: 'jwk' }) };
}
