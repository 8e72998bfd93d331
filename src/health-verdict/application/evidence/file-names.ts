import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';

const PURPOSE = 'file-name';

/** Names of uploaded files: what people call them may name a person or a document, so they are kept encrypted. */
@Injectable()
export class FileNames {
  constructor(private readonly cipher: FieldCipher) {}

  /** Without the folders that some browsers send, what cannot be seen, and what was lost on its way (a name in GBK). */
  seal(given: string): Buffer {
    const seen = given
      .split(/[\\/]/)
      .at(-1)!
      .replace(/[\p{C}\ufffd]/gu, '')
      .trim()
      .slice(0, 200);
    const plain = seen === '' || seen.startsWith('.') ? `file${seen}` : seen;
    return this.cipher.encrypt(plain, PURPOSE);
  }

  open(box: Uint8Array): string {
    return this.cipher.decrypt(box, PURPOSE);
  }
}
