import { databases } from '../../api/browser-storage';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Without WebCrypto (plain http) or IndexedDB (some private modes) the code is shown online only. */
export function canPresent(): boolean {
  return databases() !== undefined && globalThis.crypto?.subtle !== undefined;
}

/** A key pair whose private half never leaves the browser; the public point is uncompressed, base64url. */
export async function newDeviceKeys(): Promise<{ keys: CryptoKeyPair; publicKey: string }> {
  const keys = await crypto.subtle.generateKey(ES256, false, ['sign', 'verify']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  return { keys, publicKey: toBase64Url(point) };
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export function fromBase64Url(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
