import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** The least that a file costs: its rows read one after the other, and copied into a table as they are. @returns milliseconds */
export async function copied(url, path) {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  await database.query('DROP TABLE IF EXISTS public.bench_rows');
  await database.query(
    'CREATE TABLE public.bench_rows (reference text, revision int, document_type text, document_number text, department text, visit_date date, withdrawn text)',
  );
  const lines = new Transform({
    writableObjectMode: true,
    transform: (record, _encoding, done) => done(null, `${record.join('\t')}\n`),
  });
  const began = performance.now();
  await pipeline(
    createReadStream(path),
    parse({ from_line: 2 }),
    lines,
    database.query(copyFrom('COPY public.bench_rows FROM STDIN')),
  );
  const took = performance.now() - began;
  await database.query('DROP TABLE public.bench_rows');
  await database.end();
  return took;
}
