import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const library = (name: string) =>
  import(join(import.meta.dirname, '..', '..', 'scripts', 'lib', name)) as Promise<
    Record<string, (given: unknown) => unknown>
  >;

describe('npm start', () => {
  it('repeats the sentence of initdb, whichever it is', async () => {
    const { initdbSays } = await library('postgres-cluster.mjs');
    expect(initdbSays!({ stderr: 'initdb: error: could not change permissions of directory "/x"\n' })).toBe(
      'could not change permissions of directory "/x"',
    );
    expect(initdbSays!({ stderr: 'initdb: could not look up effective user ID 4242: user does not exist\n' })).toMatch(
      /^could not look up effective user ID 4242: user does not exist\. PostgreSQL needs a name for it: add one as root \(useradd .*--uid 4242 bamin\), .* or set DATABASE_URL to a PostgreSQL 18 of yours$/,
    );
    expect(initdbSays!({ stderr: '', error: new Error('spawn EACCES') })).toBe('spawn EACCES');
  });

  it('keeps what the last start wrote, also of a long log', async () => {
    const { keepShort } = await library('logs.mjs');
    const folder = mkdtempSync(join(tmpdir(), 'bamin-logs-'));
    const log = join(folder, 'server.log');
    writeFileSync(log, 'evidence');
    keepShort!(log);
    expect(readFileSync(log, 'utf8')).toBe('evidence');
    writeFileSync(log, Buffer.alloc(51 * 1024 * 1024));
    keepShort!(log);
    expect(readFileSync(`${log}.1`)).toHaveLength(51 * 1024 * 1024);
    rmSync(folder, { recursive: true });
  });
});
