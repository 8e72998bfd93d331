import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SigningKeys } from '../../src/health-verdict/token/signing-keys.js';
import { PresentationVerifier } from '../../src/health-verdict/token/verify-presentation.js';
import { verifyPresentation } from './third-party-verifier.mjs';

interface Vector {
  readonly name: string;
  readonly token: string;
  readonly at: string;
  readonly refusal?: string;
  readonly colour?: string;
}

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'token-vectors.json'), 'utf8'),
) as {
  keys: { keys: (JsonWebKey & { kid: string })[] };
  good: Vector[];
  bad: Vector[];
};

/** What a third party has: the published keys and nothing else. */
class PublishedKeys extends SigningKeys {
  override current(): never {
    throw new Error('A third party signs nothing.');
  }

  override publicKey(keyId: Uint8Array): KeyObject | undefined {
    const key = vectors.keys.keys.find(({ kid }) => kid === Buffer.from(keyId).toString('base64url'));
    return key && createPublicKey({ key, format: 'jwk' });
  }

  override jwks() {
    return vectors.keys;
  }
}

const verifier = new PresentationVerifier(new PublishedKeys());

describe('published vectors', () => {
  it.each(vectors.good)('good: $name', ({ token, at, colour }) => {
    expect(verifier.verify(token, new Date(at))).toMatchObject({ ok: true, credential: { colour } });
    expect(verifyPresentation(token, vectors.keys, new Date(at))).toMatchObject({ ok: true, colour });
  });

  it.each(vectors.bad)('bad: $name → $refusal', ({ token, at, refusal }) => {
    expect(verifier.verify(token, new Date(at))).toEqual({ ok: false, refusal });
    expect(verifyPresentation(token, vectors.keys, new Date(at))).toEqual({ ok: false, refusal });
  });
});
