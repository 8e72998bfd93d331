import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt } from 'node:crypto';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { DigitsFacts } from '../../domain/health-code.js';
import { daySecret, type SecretDay } from '../../token/digits.js';

const PURPOSE = 'digits';

/** The key behind a code's digits: kept encrypted, and only the secret of one day ever leaves the server. */
@Injectable()
export class DigitsSecrets {
  constructor(private readonly cipher: FieldCipher) {}

  draw(): DigitsFacts {
    return {
      serial: String(randomInt(100_000_000, 1_000_000_000)),
      digitsKey: this.cipher.encrypt(randomBytes(32).toString('base64'), PURPOSE),
    };
  }

  ofDay(digitsKey: Uint8Array, day: SecretDay): Buffer {
    return daySecret(Buffer.from(this.cipher.decrypt(digitsKey, PURPOSE), 'base64'), day);
  }
}
