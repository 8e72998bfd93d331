import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { CODES, credentialId } from './seed.mjs';

const ANSWER = JSON.stringify({
  documentEnds: '350***********123X',
  ageBand: '30–39',
  causes: [],
  flowAdvice: { kind: 'none' },
  dataAsOf: [],
});

function reference() {
  const [, read, write] = readFileSync(new URL('../reference.sql', import.meta.url), 'utf8').split(
    /^-- :(?:read|write).*$/m,
  );
  return { read: read.trim().replace(/;$/, ''), write: write.trim().replace(/;$/, '') };
}

/** How many scans a second the reference SQL alone does, through bare `pg` in this process. */
export async function ceiling({ url, scanners, warmUpMs, measuredMs }) {
  const { read, write } = reference();
  const clients = await Promise.all(scanners.map(() => connected(url)));
  const start = Date.now() + warmUpMs;
  let done = 0;
  const work = async (client, { organization, path, point, shift, scanner }) => {
    while (Date.now() < start + measuredMs) {
      const credential = credentialId(Math.floor(Math.random() * CODES));
      const windowStart = new Date(Math.floor(Date.now() / 86_400_000 - 14) * 86_400_000);
      const { rows } = await client.query({
        name: 'read',
        text: read,
        values: [credential.toString('hex'), windowStart],
      });
      const [{ resident_id: resident, masked_name: name }] = rows;
      const values = [
        newId(),
        resident,
        credential.toString('hex'),
        randomBytes(8),
        organization,
        path,
        point,
        shift,
        scanner,
        name,
        ANSWER,
      ];
      await client.query({ name: 'write', text: write, values });
      if (Date.now() >= start && Date.now() < start + measuredMs) done++;
    }
  };
  await Promise.all(clients.map((client, index) => work(client, scanners[index])));
  await Promise.all(clients.map((client) => client.end()));
  return done / (measuredMs / 1000);
}

async function connected(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
