import { decode } from 'cborg';
import { type KeyObject, sign } from 'node:crypto';
import { encodeBase45 } from '../../src/health-verdict/token/base45.js';
import { encodeCbor } from '../../src/health-verdict/token/cbor.js';
import { toSign } from '../../src/health-verdict/token/cose-sign1.js';

/** Mulberry32: the same seed, the same mutants. */
export class Dice {
  constructor(private state: number) {}

  /** 0 to `sides` − 1. */
  throw(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  }

  one<T>(of: readonly T[]): T {
    return of[this.throw(of.length)]!;
  }
}

type Piece = (bytes: Buffer, dice: Dice) => Buffer;
const at = (bytes: Buffer, dice: Dice) => dice.throw(bytes.length);
const spliced = (bytes: Buffer, from: number, to: number, ...between: Uint8Array[]) =>
  Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);
const withByte = (bytes: Buffer, place: number, value: number) =>
  spliced(bytes, place, place + 1, Buffer.of(value & 255));

/** What can become of bytes: bits, types, lengths, widths, order, pieces. */
export const BYTES: Record<string, Piece> = {
  'a bit turned': (bytes, dice) =>
    ((place) => withByte(bytes, place, bytes[place]! ^ (1 << dice.throw(8))))(at(bytes, dice)),
  'a byte replaced': (bytes, dice) => withByte(bytes, at(bytes, dice), dice.throw(256)),
  'another type': (bytes, dice) =>
    ((place) => withByte(bytes, place, (bytes[place]! & 31) | (dice.throw(8) << 5)))(at(bytes, dice)),
  'another length': (bytes, dice) =>
    ((place) => withByte(bytes, place, (bytes[place]! & 224) | dice.throw(32)))(at(bytes, dice)),
  'a longer form of a number': (bytes, dice) => {
    const place = at(bytes, dice);
    const size = dice.throw(4);
    const argument = Buffer.alloc(2 ** size);
    argument[argument.length - 1] = bytes[place]! & 31;
    return spliced(bytes, place, place + 1, Buffer.of((bytes[place]! & 224) | (24 + size)), argument);
  },
  'a byte too many': (bytes, dice) =>
    ((place) => spliced(bytes, place, place, Buffer.of(dice.throw(256))))(dice.throw(bytes.length + 1)),
  'a byte too few': (bytes, dice) => ((place) => spliced(bytes, place, place + 1))(at(bytes, dice)),
  'cut off': (bytes, dice) => bytes.subarray(0, at(bytes, dice)),
  'a piece twice': (bytes, dice) =>
    ((from) => spliced(bytes, from, from, bytes.subarray(from, from + dice.throw(40))))(at(bytes, dice)),
  'two pieces in the other order': (bytes, dice) => {
    const [from, length] = [at(bytes, dice), 1 + dice.throw(8)];
    return spliced(
      bytes,
      from,
      from + 2 * length,
      bytes.subarray(from + length, from + 2 * length),
      bytes.subarray(from, from + length),
    );
  },
  'nested deeply': (bytes, dice) =>
    ((place) => spliced(bytes, place, place, Buffer.alloc(dice.throw(300), dice.one([0x81, 0xa1, 0x9f, 0xc1]))))(
      at(bytes, dice),
    ),
  'a number of items that nobody holds': (bytes, dice) =>
    ((place) =>
      spliced(
        bytes,
        place,
        place + 1,
        Buffer.from(dice.one(['9bffffffffffffffff', 'bb0020000000000000', '5bffffffffffffffff', '9affffffff']), 'hex'),
      ))(at(bytes, dice)),
};

const STRANGE = ['a', ' ', '', '0', '\u0000', 'é', '😀', '\ud800', 'Ａ', '\n', ':::', 'BM1:'];
export const TEXTS: Record<string, (text: string, dice: Dice) => string> = {
  'a character replaced': (text, dice) =>
    ((place) => text.slice(0, place) + dice.one(STRANGE) + text.slice(place + 1))(dice.throw(text.length)),
  'a character too many': (text, dice) =>
    ((place) => text.slice(0, place) + dice.one(STRANGE) + text.slice(place))(dice.throw(text.length)),
  'a text cut off': (text, dice) => text.slice(0, dice.throw(text.length)),
  'a text too long': (text, dice) =>
    text +
    text
      .slice(4)
      .repeat(1 + dice.throw(3))
      .slice(0, 700 + dice.throw(200)),
};

/** Around every bound that a time has somewhere: ours, of four bytes, of a Date, of a number, of PostgreSQL. */
export function timesAround(now: number): number[] {
  const bounds = [
    0,
    now,
    now - 90,
    now + 30,
    2 ** 31,
    2 ** 32,
    253_402_300_800,
    8.64e12,
    8.64e15 / 1000,
    9_224_318_015_999,
    2 ** 53,
  ];
  const times = bounds.flatMap((bound) => [-2, -1, 0, 1, 2].map((by) => bound + by));
  return [...new Set(times)].filter((time) => time <= Number.MAX_SAFE_INTEGER && time >= -2);
}

/** The pieces of a presentation, to be spoilt one by one and signed again. */
export function partsOf(token: Uint8Array): Parts {
  const [header, unprotected, payload] = decode(token.subarray(1), { useMaps: true }) as [
    Uint8Array,
    Map<number, unknown>,
    Uint8Array,
  ];
  const [credentialHeader, , claims] = unprotected.get(14) as [Uint8Array, unknown, Uint8Array];
  return {
    header: Buffer.from(header),
    payload: Buffer.from(payload),
    credentialHeader: Buffer.from(credentialHeader),
    claims: Buffer.from(claims),
  };
}

export interface Parts {
  readonly header: Buffer;
  readonly payload: Buffer;
  readonly credentialHeader: Buffer;
  readonly claims: Buffer;
}

/** Signed by whoever would sign it: only what was spoilt decides. */
export function signedAgain(
  { header, payload, credentialHeader, claims }: Parts,
  issuer: KeyObject,
  device: KeyObject,
): string {
  return shownBy(
    device,
    [credentialHeader, new Map(), claims, signature(issuer, credentialHeader, claims)],
    payload,
    header,
  );
}

/** What a device shows with its credential, whatever it says. */
export function shownBy(
  device: KeyObject,
  credential: unknown,
  payload: Uint8Array,
  header = encodeCbor(new Map([[1, -7]])),
): string {
  const presentation = encodeCbor([header, new Map([[14, credential]]), payload, signature(device, header, payload)]);
  return shownAs(Buffer.concat([Buffer.of(0xd2), presentation]));
}

function signature(key: KeyObject, header: Uint8Array, payload: Uint8Array): Uint8Array {
  return sign('sha256', toSign(header, payload), { key, dsaEncoding: 'ieee-p1363' });
}

export function shownAs(bytes: Uint8Array): string {
  return `BM1:${encodeBase45(bytes)}`;
}
