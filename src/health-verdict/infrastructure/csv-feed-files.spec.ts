import fc from 'fast-check';
import { Readable } from 'node:stream';
import type { FileRow } from '../application/evidence/feed-file.js';
import { CsvFeedFiles } from './csv-feed-files.js';

const GBK_FEVER = Buffer.from('b7a2c8c8', 'hex');

async function read(bytes: Buffer, pieces = bytes.length || 1): Promise<FileRow[]> {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += pieces) chunks.push(bytes.subarray(from, from + pieces));
  const rows: FileRow[] = [];
  for await (const row of new CsvFeedFiles().rows(Readable.from(chunks), ['a', 'b'])) rows.push(row);
  return rows;
}

describe('a CSV of a feed', () => {
  it('names fields by the header, in any order and any line end, and counts lines', async () => {
    expect(await read(Buffer.from('b,a\r\n1,2\n\n"x\ny",z\r\n3\n'))).toEqual([
      { line: 2, fields: { a: '2', b: '1' } },
      { line: 5, fields: { a: 'z', b: 'x\ny' } },
      { line: 6, fields: undefined },
    ]);
  });

  it('reads the same however it is cut into pieces, in UTF-8 and in GBK', async () => {
    const utf8 = Buffer.from(`\ufeffa,b\n${'plain,row\n'.repeat(20)}发热,门诊\n`);
    const gbk = Buffer.concat([Buffer.from(`a,b\n${'plain,row\n'.repeat(20)}`), GBK_FEVER, Buffer.from(',x\n')]);
    const [whole, wholeGbk] = [await read(utf8), await read(gbk)];
    expect([whole.at(-1), wholeGbk.at(-1)]).toMatchObject([{ fields: { a: '发热', b: '门诊' } }, { fields: { a: '发热', b: 'x' } }]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (pieces) => {
        expect(await read(utf8, pieces)).toEqual(whole);
        expect(await read(gbk, pieces)).toEqual(wholeGbk);
      }),
    );
  });

  it('does not guess: GBK after kilobytes of ASCII is GBK, UTF-8 that breaks later is broken', async () => {
    const ascii = 'plain,row\n'.repeat(20_000);
    expect((await read(Buffer.concat([Buffer.from(`a,b\n${ascii}`), GBK_FEVER, Buffer.from(',x\n')]), 7000)).at(-1)).toMatchObject({ fields: { a: '发热' } });
    const broken = Buffer.concat([Buffer.from(`a,b\n发,热\n${ascii}`), GBK_FEVER, Buffer.from(',x\n')]);
    await expect(read(broken, 7000)).rejects.toMatchObject({ code: 'FEED.BROKEN_FILE' });
  });

  it('never fails in another way than by saying so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const error = await read(Buffer.concat([Buffer.from('a,b\n'), bytes])).then(() => undefined, (thrown: unknown) => thrown);
        if (error) expect(error).toMatchObject({ code: 'FEED.BROKEN_FILE' });
      }),
    );
  });
});
