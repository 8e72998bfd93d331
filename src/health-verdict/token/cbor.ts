import { decode, encode } from 'cborg';

const STRICT = {
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
} as const;

/** Core deterministic encoding (RFC 8949, 4.2.1). */
export function encodeCbor(value: unknown): Uint8Array {
  return encode(value);
}

/** Only what `encodeCbor` would have written: well-formed, in canonical form, and encoding the result again gives the input. */
export function readCbor(bytes: Uint8Array): { readonly value: unknown } | { readonly flaw: Flaw } {
  const flaw = flawOf(bytes);
  if (flaw) return { flaw };
  try {
    const value: unknown = decode(bytes, STRICT);
    return Buffer.from(encode(value)).equals(bytes) ? { value } : { flaw: 'NON_CANONICAL' };
  } catch {
    return { flaw: 'NON_CANONICAL' };
  }
}

/** What a byte string inside a token holds. @returns `undefined`, which no item means, when it is not canonical */
export function decodeCbor(bytes: Uint8Array): unknown {
  const read = readCbor(bytes);
  return 'value' in read ? read.value : undefined;
}

export type Flaw = 'TRUNCATED' | 'NON_CANONICAL';

/**
 * What is wrong with the form of one item, read from the left, the first thing that is (docs/token-format.md): it ends early, or it is not
 * in canonical form. Decided from the bytes alone, so that everybody names the same; what the text of a string is stays open.
 */
function flawOf(bytes: Uint8Array): Flaw | undefined {
  const walk = new Walk(bytes);
  return walk.item() ?? (walk.at === bytes.length ? undefined : 'NON_CANONICAL');
}

const [BYTES, TEXT, ARRAY, MAP] = [2, 3, 4, 5];
/** The smallest number that needs an argument of 1, 2, 4, 8 bytes. */
const SMALLEST = [24, 2 ** 8, 2 ** 16, 2 ** 32];

class Walk {
  at = 0;
  /** Of the head read last. */
  private major = 0;
  private argument = 0;

  constructor(private readonly bytes: Uint8Array) {}

  item(): Flaw | undefined {
    const flaw = this.head();
    if (flaw) return flaw;
    if (this.major === BYTES || this.major === TEXT) return this.skip(this.argument);
    if (this.major === ARRAY) return this.items(this.argument);
    return this.major === MAP ? this.entries(this.argument) : undefined;
  }

  private head(): Flaw | undefined {
    if (this.at === this.bytes.length) return 'TRUNCATED';
    const first = this.bytes[this.at++]!;
    this.major = first >> 5;
    this.argument = first & 31;
    if (this.major > MAP || this.argument > 27) return 'NON_CANONICAL';
    return this.argument < 24 ? undefined : this.longArgument(this.argument - 24);
  }

  private longArgument(size: number): Flaw | undefined {
    const end = this.at + 2 ** size;
    if (end > this.bytes.length) return 'TRUNCATED';
    this.argument = 0;
    while (this.at < end) this.argument = this.argument * 256 + this.bytes[this.at++]!;
    return this.argument < SMALLEST[size]! ? 'NON_CANONICAL' : undefined;
  }

  private skip(length: number): Flaw | undefined {
    this.at += length;
    return this.at > this.bytes.length ? 'TRUNCATED' : undefined;
  }

  private items(count: number): Flaw | undefined {
    for (let read = 0; read < count; read++) {
      const flaw = this.item();
      if (flaw) return flaw;
    }
    return undefined;
  }

  /** Keys ascend bytewise, so none stands twice. */
  private entries(count: number): Flaw | undefined {
    let before: Uint8Array = new Uint8Array();
    for (let read = 0; read < count; read++) {
      const from = this.at;
      const flawOfKey = this.item();
      if (flawOfKey) return flawOfKey;
      const key = this.bytes.subarray(from, this.at);
      if (Buffer.compare(before, key) >= 0) return 'NON_CANONICAL';
      before = key;
      const flaw = this.item();
      if (flaw) return flaw;
    }
    return undefined;
  }
}
