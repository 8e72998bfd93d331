import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { maskMobile } from '../../platform/crypto/masking.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { comparableName } from '../../platform/kernel/text.js';
import type { SealedContact, SealedName } from '../domain/sub-account.js';

/** More of a name than this tells nobody apart. */
export const LONGEST_PREFIX = 20;
/** Key id and 15 bytes of the digest: enough to find by, and a name costs little. */
const KEPT = 16;

/** Encrypts what a unit tells of its scanners, and makes it findable again. */
@Injectable()
export class ContactSeal {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
  ) {}

  seal(mobile: Mobile, name: string): SealedContact {
    return {
      ...this.sealName(name),
      mobile: this.cipher.encrypt(mobile, 'mobile'),
      mobileHash: this.hash.of(mobile, 'mobile'),
      maskedMobile: maskMobile(mobile),
    };
  }

  sealName(name: string): SealedName {
    const characters = [...comparableName(name)].slice(0, LONGEST_PREFIX);
    const prefixes = characters.map((_, index) => characters.slice(0, index + 1).join(''));
    return {
      name: this.cipher.encrypt(name, 'name'),
      namePrefixes: prefixes.map((prefix) => short(this.hash.of(prefix, 'name prefix'))),
    };
  }

  /** What `namePrefixes` holds one of when the name begins so. */
  searchedPrefix(beginning: string): string[] {
    const prefix = [...comparableName(beginning)].slice(0, LONGEST_PREFIX).join('');
    return this.hash.candidates(prefix, 'name prefix').map(short);
  }

  opened(name: Uint8Array): string {
    return this.cipher.decrypt(name, 'name');
  }

  isMobile(hash: Uint8Array, mobile: string): boolean {
    return this.hash.candidates(mobile, 'mobile').some((candidate) => candidate.equals(hash));
  }
}

function short(hash: Buffer): string {
  return hash.subarray(0, KEPT).toString('base64url');
}
