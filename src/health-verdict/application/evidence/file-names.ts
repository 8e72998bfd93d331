import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';

const PURPOSE = 'file-name';

/** Names of uploaded files: what people call them may name a person or a document, so they are kept encrypted. */
@Injectable()
export class FileNames {
  constructor(private readonly cipher: FieldCipher) {}

  /** Without the folders that some browsers send, and what cannot be seen. */
  seal(given: string): Buffer {
    const plain = given.split(/[\\/]/).at(-1)!.replace(/\p{C}/gu, '').slice(0, 200) || 'file';
    return this.cipher.encrypt(plain, PURPOSE);
  }

  open(box: Uint8Array): string {
    return this.cipher.decrypt(box, PURPOSE);
  }
}
