import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import { maskMobile } from '../../platform/crypto/masking.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import type { Account, SealedLogin } from '../domain/account.js';

/** Encrypts what an account holds of a person, and makes it findable again. */
@Injectable()
export class AccountSeal {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
  ) {}

  /** The mobile is also what one signs in with. */
  seal(mobile: Mobile, name: string): SealedLogin & { readonly displayName: Buffer } {
    return {
      ...this.loginOf(mobile),
      mobile: this.cipher.encrypt(mobile, 'mobile'),
      mobileHash: this.hash.of(mobile, 'mobile'),
      maskedMobile: maskMobile(mobile),
      displayName: this.sealName(name),
    };
  }

  sealName(name: string): Buffer {
    return this.cipher.encrypt(name, 'name');
  }

  /** What the password of an account that is to be opened is hashed with. */
  loginOf(mobile: Mobile): Pick<SealedLogin, 'loginHash'> {
    return { loginHash: this.hash.of(mobile, 'login') };
  }

  mobileOf({ mobile }: Account): Mobile {
    return this.cipher.decrypt(mobile, 'mobile') as Mobile;
  }

  nameOf({ displayName }: Account): string {
    return this.cipher.decrypt(displayName, 'name');
  }
}
