import { TextDecoder } from 'node:util';
import { votesOf } from './likely-encoding.js';
import { LineCount } from './line-ends.js';
import { BEGINNING, refuseBinary, refuseOtherFiles } from './no-table.js';
import { strayInUtf16 } from './stray-in-utf16.js';
import { unmarkedUtf16 } from './unmarked-utf16.js';
import { UnreadableTable } from './unreadable-table.js';

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** Bytes looked at before the encoding is decided, from the first one on that is not ASCII. */
const LOOKED_AT = 64 * 1024;

const LONGEST_HEADER = 4096;

const MARKS: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * A file's bytes as text, while they arrive: UTF-8, GB 18030 (GBK), or UTF-16, with a byte order mark or without. All of the file has to be
 * the one encoding: a stray piece of another would make other characters of a department, and a visit no evidence.
 * @param isOurs whether a text names what is asked for: so much is known of Big5, which is not read
 * @throws UnreadableTable with the line that is something else
 */
export async function* textOf(
  content: AsyncIterable<Uint8Array>,
  isOurs: (text: string) => boolean = () => false,
): AsyncGenerator<string> {
  const file = new ArrivingFile(isOurs);
  for await (const chunk of content) yield file.take(chunk);
  yield file.end();
}

class ArrivingFile {
  private waiting: Uint8Array = new Uint8Array();
  private reading: OneEncoding | undefined;
  private started = false;
  private readonly lines = new LineCount();

  constructor(private readonly isOurs: (text: string) => boolean) {}

  take(chunk: Uint8Array): string {
    this.waiting = this.waiting.length > 0 ? Buffer.concat([this.waiting, chunk]) : chunk;
    if (!this.started && this.waiting.length < BEGINNING) return '';
    this.start();
    const ascii = this.reading ? '' : this.leadingAscii();
    if (!this.reading && this.waiting.length >= LOOKED_AT)
      this.reading = new OneEncoding(this.likely(true), 0, this.lines);
    return ascii + (this.reading?.read(this.released(this.reading.wholeLines(this.waiting))) ?? '');
  }

  end(): string {
    this.start();
    this.reading ??= new OneEncoding(this.likely(false), 0, this.lines);
    return this.reading.end(this.waiting);
  }

  /** What a file begins with may say its encoding; the same bytes later do not. */
  private start(): void {
    if (this.started) return;
    this.started = true;
    refuseOtherFiles(this.waiting);
    this.reading = declared(this.waiting);
    if (!this.reading) refuseBinary(this.waiting);
    this.released(this.reading?.markLength ?? 0);
  }

  private likely(cut: boolean): Encoding {
    const encoding = likely(this.waiting, cut);
    const read = (as: string) => new TextDecoder(as).decode(this.waiting.subarray(0, LONGEST_HEADER), { stream: true });
    if (encoding === 'gb18030' && !this.isOurs(read(encoding)) && this.isOurs(read('big5')))
      throw new UnreadableTable('big5');
    return encoding;
  }

  /** The same in all encodings that are left. */
  private leadingAscii(): string {
    let end = 0;
    while (end < this.waiting.length && this.waiting[end]! < 0x80) end++;
    const text = Buffer.from(this.released(end)).toString('latin1');
    this.lines.pass(text);
    return text;
  }

  private released(length: number): Uint8Array {
    const bytes = this.waiting.subarray(0, length);
    this.waiting = this.waiting.subarray(length);
    return bytes;
  }
}

class OneEncoding {
  private readonly decoder: TextDecoder;
  private readonly unit: number;

  constructor(
    private readonly encoding: Encoding,
    readonly markLength: number,
    private readonly lines = new LineCount(),
  ) {
    this.decoder = this.fresh();
    this.unit = encoding.startsWith('utf-16') ? 2 : 1;
  }

  /** Up to the last line end, so that no character is cut; a line longer than any honest one is cut all the same. */
  wholeLines(bytes: Uint8Array): number {
    for (let at = bytes.length - (bytes.length % this.unit) - this.unit; at >= 0; at -= this.unit)
      if (this.endsLine(bytes, at)) return at + this.unit;
    return bytes.length < LOOKED_AT ? 0 : bytes.length;
  }

  read(bytes: Uint8Array): string {
    return this.decoded(bytes, true);
  }

  end(bytes: Uint8Array): string {
    return this.decoded(bytes, false);
  }

  private decoded(bytes: Uint8Array, more: boolean): string {
    if (this.encoding === 'gb18030' && this.markLength === 0) this.refuseUtf8(bytes);
    const text = this.text(bytes, more);
    if (this.unit === 2) this.refuseStray(text);
    this.lines.pass(text);
    return text;
  }

  private text(bytes: Uint8Array, more: boolean): string {
    try {
      return this.decoder.decode(bytes, { stream: more });
    } catch {
      throw new UnreadableTable('encoding', { line: this.lineThatDoesNotFit(bytes) });
    }
  }

  private refuseStray(text: string): void {
    const at = strayInUtf16(text, this.encoding === 'utf-16be');
    if (at >= 0) throw new UnreadableTable('encoding', { line: this.lines.lineAfter(text.slice(0, at)) });
  }

  private refuseUtf8(bytes: Uint8Array): void {
    const { firstUtf8 } = votesOf(bytes);
    if (firstUtf8 >= 0)
      throw new UnreadableTable('encoding', {
        line: this.lines.lineAfter(Buffer.from(bytes.subarray(0, firstUtf8)).toString('latin1')),
      });
  }

  private lineThatDoesNotFit(bytes: Uint8Array): number {
    for (let at = 0, from = 0; at + this.unit <= bytes.length; at += this.unit) {
      if (!this.endsLine(bytes, at)) continue;
      try {
        this.lines.pass(this.fresh().decode(bytes.subarray(from, at + this.unit)));
      } catch {
        break;
      }
      from = at + this.unit;
    }
    return this.lines.line;
  }

  /** Either of the characters: between `\r` and `\n` no character is cut, either. */
  private endsLine(bytes: Uint8Array, at: number): boolean {
    const [low, high] =
      this.unit === 1
        ? [bytes[at], 0]
        : this.encoding === 'utf-16le'
          ? [bytes[at], bytes[at + 1]]
          : [bytes[at + 1], bytes[at]];
    return high === 0 && (low === 0x0a || low === 0x0d);
  }

  private fresh(): TextDecoder {
    return new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
  }
}

/** Said by a byte order mark, or by the zeros beside what is ASCII. */
function declared(bytes: Uint8Array): OneEncoding | undefined {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return new OneEncoding(marked[0], marked[1].length);
  const unmarked = unmarkedUtf16(bytes.subarray(0, BEGINNING));
  return unmarked && new OneEncoding(unmarked, 0);
}

/** What fits both is what it reads more naturally as; what does not fit the choice is refused when it is decoded. */
function likely(bytes: Uint8Array, cut: boolean): Encoding {
  const { utf8, gbk } = votesOf(bytes);
  const fits = (encoding: Encoding) => isWholly(encoding, bytes, cut);
  if (fits('utf-8')) return utf8 === 0 && gbk > 0 && fits('gb18030') ? 'gb18030' : 'utf-8';
  return utf8 > 0 && utf8 >= gbk ? 'utf-8' : 'gb18030';
}

function isWholly(encoding: Encoding, bytes: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}
