import type { Refusal } from '../contracts/code-reader.js';
import { decodeBase45, isBase45Text } from './base45.js';
import { decodeCbor, readCbor } from './cbor.js';
import { ALG, digestOf, isBytes, isMapOf, KCWT, readSign1, signatureHolds, type Sign1 } from './cose-sign1.js';
import {
  type CredentialFacts,
  instant,
  isTime,
  type ParsedCredential,
  parseCredential,
  pointAsKey,
} from './credential.js';
import type { SigningKeys } from './signing-keys.js';

export const PREFIX = 'BM1:';
const COSE_SIGN1_TAG = 0xd2;
/** RFC 9711: eat_nonce; RFC 8392: iat. */
const NONCE = 10;
const IAT = 6;
const LIFE_SECONDS = 60;
const SKEW_SECONDS = 30;
/** With the prefix. */
const LONGEST_TEXT = 1200;

/** What the text alone says, well-formed and not yet believed. */
export interface ShownPresentation {
  /** Hex. */
  readonly credentialId: string;
  /** Hex. */
  readonly nonce: string;
  readonly presentedAt: Date;
  readonly credential: ParsedCredential;
  readonly signedByDevice: Sign1;
}

export interface Presentation {
  readonly ok: true;
  readonly credential: CredentialFacts;
  /** Hex. */
  readonly credentialId: string;
  readonly nonce: string;
  readonly presentedAt: Date;
}

type Refused = { readonly ok: false; readonly refusal: Refusal };
export type Verification = Presentation | Refused;

/** Verifies what a device shows (docs/token-format.md); never throws, and says of every text why it does not count. */
export class PresentationVerifier {
  constructor(private readonly keys: SigningKeys) {}

  /** With the published keys alone, as everybody may. */
  verify(text: string, at: Date): Verification {
    const shown = readPresentation(text);
    return 'ok' in shown ? shown : this.check(shown, undefined, at);
  }

  /**
   * In the order of docs/token-format.md, from step 9 on.
   * @param issued the digest of the credential that was issued by this id. Where it is at hand the credential's signature need not be verified:
   * it is the one that we made
   */
  check(shown: ShownPresentation, issued: Uint8Array | undefined, at: Date): Verification {
    const { credential, signedByDevice, credentialId, nonce, presentedAt } = shown;
    const { facts } = credential;
    if (!this.isOurs(credential, issued)) return refused('FORGED');
    if (!signatureHolds(pointAsKey(facts.devicePublicKey), signedByDevice)) return refused('WRONG_DEVICE');
    const late = refusalInTime(presentedAt, facts, at);
    return late ? refused(late) : { ok: true, credential: facts, credentialId, nonce, presentedAt };
  }

  /** A key that is published no longer makes nothing ours, whatever it signed. */
  private isOurs({ keyId, sign1 }: ParsedCredential, issued: Uint8Array | undefined): boolean {
    const key = this.keys.publicKey(keyId);
    if (!key) return false;
    return issued ? digestOf(sign1).equals(issued) : signatureHolds(key, sign1);
  }
}

/** Steps 1 to 8 of docs/token-format.md: needs no key and no clock. */
export function readPresentation(text: string): ShownPresentation | Refused {
  if (!text.startsWith(PREFIX)) return refused('NOT_OURS');
  if (text.length > LONGEST_TEXT) return refused('NON_CANONICAL');
  const base45 = text.slice(PREFIX.length);
  if (!isBase45Text(base45)) return refused('NON_CANONICAL');
  if (base45.length % 3 === 1) return refused('TRUNCATED');
  const bytes = decodeBase45(base45);
  if (bytes?.[0] !== COSE_SIGN1_TAG) return refused('NON_CANONICAL');
  const item = readCbor(bytes.subarray(1));
  return 'flaw' in item ? refused(item.flaw) : (structureOf(item.value) ?? refused('NON_CANONICAL'));
}

/** Of what is not canonical inside, whatever it is, the refusal is the same. */
function structureOf(item: unknown): ShownPresentation | undefined {
  const outer = readSign1(item, [ALG], [KCWT]);
  const claims = outer && decodeCbor(outer.payload);
  if (!outer || !isMapOf(claims, [IAT, NONCE])) return undefined;
  const [iat, nonce] = [claims.get(IAT), claims.get(NONCE)];
  if (!isTime(iat) || !isBytes(nonce) || nonce.length < 8 || nonce.length > 64) return undefined;
  const credential = parseCredential(outer.unprotectedHeader.get(KCWT));
  return (
    credential && {
      credentialId: hex(credential.facts.credentialId),
      nonce: hex(nonce),
      presentedAt: instant(iat),
      credential,
      signedByDevice: outer,
    }
  );
}

/** A presentation counts for 60 s, clocks may differ by 30 s. Says what must hold, so that a time that is none holds nothing. */
function refusalInTime(
  presentedAt: Date,
  { notBefore, expires }: CredentialFacts,
  at: Date,
): 'EXPIRED' | 'FROM_THE_FUTURE' | undefined {
  const now = at.getTime();
  const skew = SKEW_SECONDS * 1000;
  const begun = presentedAt.getTime() <= now + skew && notBefore.getTime() <= now + skew;
  if (!begun) return 'FROM_THE_FUTURE';
  const lasting = now <= presentedAt.getTime() + LIFE_SECONDS * 1000 + skew && now < expires.getTime();
  return lasting ? undefined : 'EXPIRED';
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function refused(refusal: Refusal): Refused {
  return { ok: false, refusal };
}
