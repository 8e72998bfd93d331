import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { brokenFile } from '../domain/errors.js';

/** Seen from the first character on that is not ASCII. */
const SNIFFED = 64 * 1024;

/**
 * UTF-8 or GBK (Excel on Chinese Windows writes it) to text. ASCII is the same in both; what follows the first other character
 * decides. Bytes that fit neither are an error: a garbled department would silently be no evidence.
 */
export class ToText extends Transform {
  private head: Buffer[] = [];
  private length = 0;
  private decoder: TextDecoder | undefined;

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.decoder) return this.decode(this.decoder, chunk, true, done);
    if (this.length === 0 && isAscii(chunk)) return done(null, chunk.toString('latin1'));
    this.head.push(chunk);
    this.length += chunk.length;
    if (this.length < SNIFFED) return done();
    this.release(true, done);
  }

  override _flush(done: TransformCallback): void {
    if (this.decoder) return this.decode(this.decoder, Buffer.alloc(0), false, done);
    this.release(false, done);
  }

  private release(more: boolean, done: TransformCallback): void {
    const head = Buffer.concat(this.head);
    this.head = [];
    this.decoder = new TextDecoder(isUtf8(head, more) ? 'utf-8' : 'gb18030', { fatal: true });
    this.decode(this.decoder, head, more, done);
  }

  private decode(decoder: TextDecoder, bytes: Buffer, more: boolean, done: TransformCallback): void {
    try {
      done(null, decoder.decode(bytes, { stream: more }));
    } catch {
      done(brokenFile());
    }
  }
}

function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 0x80);
}

function isUtf8(bytes: Buffer, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}
