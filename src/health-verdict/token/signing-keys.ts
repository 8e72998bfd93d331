import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { complaint } from '../../platform/config/config.js';

export interface SigningKey {
  /** First 8 bytes of the RFC 7638 thumbprint. */
  readonly keyId: Uint8Array;
  readonly privateKey: KeyObject;
}

/** Where the system's own keys live: a file, or a key management system behind the same two questions. */
export abstract class SigningKeys {
  /** The key that signs now. */
  abstract current(): SigningKey;
  /** Also keys that no longer sign but whose credentials still live. */
  abstract publicKey(keyId: Uint8Array): KeyObject | undefined;
  /** What third parties verify with, RFC 7517. */
  abstract jwks(): { keys: JsonWebKey[] };
}

/** A JSON Web Key Set of P-256 private keys, written out or in a file; the first one signs. */
export class JwkSetSigningKeys extends SigningKeys {
  private readonly keys: readonly (SigningKey & { publicKey: KeyObject; jwk: JsonWebKey })[];

  constructor(textOrPath: string) {
    super();
    try {
      const text = textOrPath.trimStart().startsWith('{') ? textOrPath : readFileSync(textOrPath, 'utf8');
      this.keys = (JSON.parse(text) as { keys: JsonWebKey[] }).keys.map(toKey);
      if (this.keys.length === 0) throw new Error('no key');
    } catch {
      throw complaint('BAMIN_CODE_SIGNING_KEYS');
    }
  }

  current(): SigningKey {
    return this.keys[0]!;
  }

  publicKey(keyId: Uint8Array): KeyObject | undefined {
    return this.keys.find((key) => Buffer.from(key.keyId).equals(keyId))?.publicKey;
  }

  jwks(): { keys: JsonWebKey[] } {
    return { keys: this.keys.map(({ jwk }) => jwk) };
  }
}

function toKey(jwk: JsonWebKey): SigningKey & { publicKey: KeyObject; jwk: JsonWebKey } {
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  if (crv !== 'P-256') throw new Error('not P-256');
  const keyId = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest().subarray(0, 8);
  const shown = { kty, crv, x, y, kid: keyId.toString('base64url'), alg: 'ES256', use: 'sig' } as JsonWebKey;
  return { keyId, privateKey, publicKey, jwk: shown };
}
