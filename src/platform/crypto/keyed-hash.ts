import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../config/config.js';

/** Prepared once: from bare bytes each hash makes a key of its own, which takes five times as long as the hash. */
interface PreparedKey {
  readonly id: number;
  readonly key: KeyObject;
}

/** HMAC-SHA-256 for exact search in encrypted fields: key id (1 byte) · digest (32). Without the key a leaked table tells nothing. */
export class KeyedHash {
  private readonly keys: readonly PreparedKey[];

  constructor(keys: KeyRing) {
    this.keys = keys.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
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

function hash({ id, key }: PreparedKey, value: string, purpose: string): Buffer {
  const digest = createHmac('sha256', key).update(purpose).update('\0').update(value).digest();
  return Buffer.concat([Buffer.from([id]), digest]);
}
