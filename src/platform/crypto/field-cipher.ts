import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from '../config/config.js';

const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM for single fields. The box is key id (1 byte) · nonce (12) · tag (16) · ciphertext; the purpose is authenticated,
 * so a box moved to another column does not open.
 */
export class FieldCipher {
  constructor(private readonly keys: KeyRing) {}

  encrypt(plain: string, purpose: string): Buffer {
    const { id, key } = this.keys[0]!;
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([id]), nonce, cipher.getAuthTag(), text]);
  }

  decrypt(box: Uint8Array, purpose: string): string {
    const bytes = Buffer.from(box);
    const key = this.keys.find(({ id }) => id === bytes[0])?.key;
    if (!key) throw new Error(`No field key with id ${bytes[0]}.`);
    const nonce = bytes.subarray(1, 1 + NONCE);
    // Without the length, a shortened tag would be checked only as far as it goes.
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]).toString('utf8');
  }
}
