import { decodeCbor, encodeCbor, type Flaw, readCbor } from './cbor.js';

const read = (hex: string) => readCbor(Buffer.from(hex, 'hex'));
const bytes = (count: number) => '00'.repeat(count);

describe('One item of CBOR', () => {
  it.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['18ff', 255],
    ['190100', 256],
    ['19ffff', 65_535],
    ['1a00010000', 65_536],
    ['1b0000000100000000', 2 ** 32],
    ['20', -1],
    ['3903e7', -1000],
    ['60', ''],
    ['63e7a081', '码'],
    ['80', []],
    ['82018102', [1, [2]]],
    ['a0', new Map()],
    [
      'a201022003',
      new Map([
        [1, 2],
        [-1, 3],
      ]),
    ],
    ['a1416100', new Map([[Uint8Array.of(0x61), 0]])],
  ])('%s is read, and written again as it was', (hex, value) => {
    expect(read(hex)).toEqual({ value });
    expect(Buffer.from(encodeCbor(value)).toString('hex')).toBe(hex);
  });

  it.each([0, 23, 24, 255, 256, 65_536])('of %i bytes is read', (count) => {
    const written = encodeCbor(new Uint8Array(count));
    expect(readCbor(written)).toEqual({ value: new Uint8Array(count) });
    expect(readCbor(written.subarray(0, -1))).toEqual({ flaw: 'TRUNCATED' });
  });

  it.each<[string, string, Flaw]>([
    ['nothing', '', 'TRUNCATED'],
    ['a number without its end', '19ff', 'TRUNCATED'],
    ['a number without its eight bytes', `1b${bytes(7)}`, 'TRUNCATED'],
    ['a text without its end', '6261', 'TRUNCATED'],
    ['a list without its last item', '8201', 'TRUNCATED'],
    ['a list within a list without its end', '828201', 'TRUNCATED'],
    ['a map without its last value', 'a101', 'TRUNCATED'],
    ['a map without its last key', 'a20000', 'TRUNCATED'],
    ['a map whose key ends early', 'a16261', 'TRUNCATED'],
    ['something more', '0000', 'NON_CANONICAL'],
    ['a number in more bytes than it takes (1)', '1817', 'NON_CANONICAL'],
    ['a number in more bytes than it takes (2)', '1900ff', 'NON_CANONICAL'],
    ['a number in more bytes than it takes (4)', '1a0000ffff', 'NON_CANONICAL'],
    ['a number in more bytes than it takes (8)', '1b00000000ffffffff', 'NON_CANONICAL'],
    ['a length in more bytes than it takes', '580100', 'NON_CANONICAL'],
    ['a text of no given length', '7f', 'NON_CANONICAL'],
    ['a list of no given length', '9fff', 'NON_CANONICAL'],
    ['a reserved head', '1c', 'NON_CANONICAL'],
    ['a tag', 'c100', 'NON_CANONICAL'],
    ['yes', 'f5', 'NON_CANONICAL'],
    ['a fraction', 'f93c00', 'NON_CANONICAL'],
    ['a map whose keys descend', 'a202000100', 'NON_CANONICAL'],
    ['a map with a key twice', 'a201000100', 'NON_CANONICAL'],
    ['a key twice, whose second value ends early', 'a201000119', 'NON_CANONICAL'],
    ['an item that is not canonical before one that ends early', '82181719', 'NON_CANONICAL'],
    ['a text that is no UTF-8', '61ff', 'NON_CANONICAL'],
    ['a number that no number holds', '1bffffffffffffffff', 'NON_CANONICAL'],
  ])('is not %s (%s): %s', (_, hex, flaw) => {
    expect(read(hex)).toEqual({ flaw });
    expect(decodeCbor(Buffer.from(hex, 'hex'))).toBeUndefined();
  });
});
