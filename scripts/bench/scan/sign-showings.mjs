// The worker of showings.mjs: residents who show their codes; everyone has a credential of their own, the keys of the devices are shared by a pool.
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ROOT } from '../../lib/processes.mjs';
import { CODES, credentialId } from './seed.mjs';

const POOL = 64;
const HOUR = 3_600_000;
const TAG = Buffer.of(0xd2);

const compiled = (name) =>
  import(pathToFileURL(join(ROOT, 'dist', 'src', 'health-verdict', 'token', `${name}.js`)).href);

const [cbor, cose, credential, base45, keys] = await Promise.all(
  ['cbor', 'cose-sign1', 'credential', 'base45', 'signing-keys'].map(compiled),
);
const { decodeCbor, encodeCbor } = cbor;
const { sign1, ALG, ES256, KCWT } = cose;
const issuer = new keys.JwkSetSigningKeys(workerData.signingKeys).current();
const devices = Array.from({ length: POOL }, newDevice);
let next = 0;

parentPort.postMessage({ publicKeys: devices.map(({ point }) => point) });
parentPort.on('message', (count) => {
  if (next + count > CODES) throw new Error('More showings were asked for than there are codes.');
  parentPort.postMessage({ showings: Array.from({ length: count }, () => show(next++)) });
});

function show(number) {
  const { privateKey, point } = devices[number % POOL];
  const now = Date.now();
  const times = { issuedAt: new Date(now - HOUR), notBefore: new Date(now - HOUR), expires: new Date(now + 20 * HOUR) };
  const facts = {
    credentialId: credentialId(number),
    maskedName: '陈*明',
    birthYear: 1950 + (number % 60),
    colour: 'green',
    devicePublicKey: point,
    ...times,
  };
  const issued = credential.issueCredential(issuer, facts);
  const claims = new Map([
    [6, Math.floor(now / 1000)],
    [10, randomBytes(8)],
  ]);
  const [header, , payload, signature] = sign1(privateKey, new Map([[ALG, ES256]]), claims);
  const outer = encodeCbor([header, new Map([[KCWT, decodeCbor(issued)]]), payload, signature]);
  return `BM1:${base45.encodeBase45(Buffer.concat([TAG, outer]))}`;
}

function newDevice() {
  const { x, y, ...rest } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { point, privateKey: createPrivateKey({ key: { ...rest, x, y }, format: 'jwk' }) };
}
