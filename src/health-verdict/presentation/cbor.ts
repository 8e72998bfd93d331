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

export type Cbor = string | number | boolean | null | Uint8Array | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<number, Cbor>;

/** Core deterministic encoding (RFC 8949, 4.2.1). */
export function encodeCbor(value: unknown): Uint8Array {
  return encode(value);
}

/** Only what `encodeCbor` would have written: encoding the result again must give the input. @throws for everything else */
export function decodeCbor(bytes: Uint8Array): unknown {
  const value: unknown = decode(bytes, STRICT);
  if (!Buffer.from(encode(value)).equals(bytes)) throw new Error('not deterministic CBOR');
  return value;
}
