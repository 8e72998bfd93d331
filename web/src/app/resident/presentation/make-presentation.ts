import { encodeBase45 } from './base45';
import { array, bytes, joined, map, text, whole } from './cbor-encode';
import { fromBase64Url } from './device-key';

const ALG = 1;
const ES256 = -7;
const KCWT = 14;
const IAT = 6;
const NONCE = 10;
const COSE_SIGN1_TAG = new Uint8Array([0xd2]);

/**
 * One showing of the code (docs/token-format.md): this moment and a nonce, signed by the device, with the credential beside.
 * @param credential base64url, as the server issued it
 * @param at milliseconds since 1970 by the server's clock
 */
export async function makePresentation(credential: string, privateKey: CryptoKey, at: number): Promise<string> {
  const header = map(whole(ALG), whole(ES256));
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  const payload = map(whole(IAT), whole(Math.floor(at / 1000)), whole(NONCE), bytes(nonce));
  const toSign = array(text('Signature1'), bytes(header), bytes(new Uint8Array()), bytes(payload));
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, toSign));
  const unprotected = map(whole(KCWT), fromBase64Url(credential));
  return `BM1:${encodeBase45(joined(COSE_SIGN1_TAG, array(bytes(header), unprotected, bytes(payload), bytes(signature))))}`;
}
