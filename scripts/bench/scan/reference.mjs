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

const [read, write] = readFileSync(new URL('../reference.sql', import.meta.url), 'utf8')
  .split(/^-- :(?:read|write).*$/m)
  .slice(1)
  .map((statement) => statement.trim().replace(/;$/, ''));

/** What a scan costs the database alone: the reference SQL, through bare `pg` in this process. */
export class Reference {
  #clients;
  #scanners;

  static async over(url, scanners) {
    const reference = new Reference();
    reference.#scanners = scanners;
    reference.#clients = await Promise.all(scanners.map(() => connected(url)));
    return reference;
  }

  get connections() {
    return this.#clients.map((_, number) => number);
  }

  async scan(connection) {
    const client = this.#clients[connection];
    const { organization, path, point, shift, scanner } = this.#scanners[connection];
    const credential = credentialId(Math.floor(Math.random() * CODES)).toString('hex');
    const windowStart = new Date(Math.floor(Date.now() / 86_400_000 - 14) * 86_400_000);
    const { rows } = await client.query({ name: 'read', text: read, values: [credential, windowStart] });
    const [{ resident_id: resident, masked_name: name }] = rows;
    const place = [organization, path, point, shift, scanner];
    const values = [newId(), resident, credential, randomBytes(8), ...place, name, ANSWER];
    await client.query({ name: 'write', text: write, values });
  }

  /** @returns scans a second */
  async asFastAsPossible({ warmUpMs, measuredMs }) {
    const start = Date.now() + warmUpMs;
    let done = 0;
    const work = async (connection) => {
      while (Date.now() < start + measuredMs) {
        await this.scan(connection);
        if (Date.now() >= start && Date.now() < start + measuredMs) done++;
      }
    };
    await Promise.all(this.connections.map(work));
    return done / (measuredMs / 1000);
  }

  close() {
    return Promise.all(this.#clients.map((client) => client.end()));
  }
}

async function connected(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
