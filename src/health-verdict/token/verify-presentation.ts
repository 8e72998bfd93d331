import type { Refusal } from '../contracts/code-reader.js';
import { decodeBase45, isBase45Text } from './base45.js';
import { decodeCbor, readCbor } from './cbor.js';
import { ALG, isBytes, isMapOf, KCWT, readSign1, signatureHolds, type Sign1 } from './cose-sign1.js';
import { type CredentialFacts, instant, isTime, parseCredential, pointAsKey } from './credential.js';
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

export interface Presentation {
  readonly ok: true;
  readonly credential: CredentialFacts;
  /** Hex. */
  readonly credentialId: string;
  readonly nonce: string;
  readonly presentedAt: Date;
}

export type Verification = Presentation | { readonly ok: false; readonly refusal: Refusal };

/** Verifies what a device shows (docs/token-format.md); never throws, and says of every text why it does not count. */
export class PresentationVerifier {
  constructor(private readonly keys: SigningKeys) {}

  verify(text: string, at: Date): Verification {
    if (!text.startsWith(PREFIX)) return refused('NOT_OURS');
    if (text.length > LONGEST_TEXT) return refused('NON_CANONICAL');
    const base45 = text.slice(PREFIX.length);
    if (!isBase45Text(base45)) return refused('NON_CANONICAL');
    if (base45.length % 3 === 1) return refused('TRUNCATED');
    const bytes = decodeBase45(base45);
    if (bytes?.[0] !== COSE_SIGN1_TAG) return refused('NON_CANONICAL');
    const item = readCbor(bytes.subarray(1));
    return 'flaw' in item ? refused(item.flaw) : this.judge(item.value, at);
  }

  /** In the order of docs/token-format.md; of what is not canonical inside, whatever it is, the refusal is the same. */
  private judge(item: unknown, at: Date): Verification {
    const outer = readSign1(item, [ALG], [KCWT]);
    const claims = outer && decodeCbor(outer.payload);
    if (!outer || !isMapOf(claims, [IAT, NONCE])) return refused('NON_CANONICAL');
    const [iat, nonce] = [claims.get(IAT), claims.get(NONCE)];
    if (!isTime(iat) || !isBytes(nonce) || nonce.length < 8 || nonce.length > 64) return refused('NON_CANONICAL');
    const facts = this.credentialOf(outer);
    if ('refusal' in facts) return facts;
    if (!signatureHolds(pointAsKey(facts.devicePublicKey), outer)) return refused('WRONG_DEVICE');
    const late = refusalInTime(instant(iat), facts, at);
    if (late) return refused(late);
    const credentialId = Buffer.from(facts.credentialId).toString('hex');
    return {
      ok: true,
      credential: facts,
      credentialId,
      nonce: Buffer.from(nonce).toString('hex'),
      presentedAt: instant(iat),
    };
  }

  private credentialOf(outer: Sign1): CredentialFacts | { ok: false; refusal: Refusal } {
    const parsed = parseCredential(outer.unprotectedHeader.get(KCWT));
    if (!parsed) return refused('NON_CANONICAL');
    const key = this.keys.publicKey(parsed.keyId);
    return key && signatureHolds(key, parsed.sign1) ? parsed.facts : refused('FORGED');
  }
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

function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
