import { hash as digestOf } from 'node:crypto';
import type { KeyRing } from '../config/config.js';

const BLOCK = 64;

/** The two blocks that HMAC puts before what it hashes (RFC 2104), made once per key. */
interface PreparedKey {
  readonly id: number;
  readonly inner: Buffer;
  readonly outer: Buffer;
}

/** HMAC-SHA-256 for exact search in encrypted fields: key id (1 byte) · digest (32). Without the key a leaked table tells nothing. */
export class KeyedHash {
  private readonly keys: readonly PreparedKey[];

  constructor(keys: KeyRing) {
    this.keys = keys.map(({ id, key }) => ({ id, inner: padded(key, 0x36), outer: padded(key, 0x5c) }));
  }

  /** With the current key; what is stored. */
  of(value: string, purpose: string): Buffer {
    return hash(this.keys[0]!, value, purpose);
  }

  /** With every key still in use; what is searched for. */
  candidates(value: string, purpose: string): Buffer[] {
    return this.keys.map((key) => hash(key, value, purpose));
  }
}

/** `createHmac` finds its algorithm anew for each value, which takes longer than hashing it; two digests in one call each do not. */
function hash({ id, inner, outer }: PreparedKey, value: string, purpose: string): Buffer {
  const within = digestOf('sha256', Buffer.concat([inner, Buffer.from(`${purpose}\0${value}`)]), 'buffer');
  return Buffer.concat([Buffer.from([id]), digestOf('sha256', Buffer.concat([outer, within]), 'buffer')]);
}

/** @throws for a key longer than a block, which HMAC would hash first */
function padded(key: Uint8Array, pad: number): Buffer {
  if (key.length > BLOCK) throw new Error(`A hash key has at most ${BLOCK} bytes.`);
  const block = Buffer.alloc(BLOCK);
  block.set(key);
  return Buffer.from(block.map((byte) => byte ^ pad));
}
