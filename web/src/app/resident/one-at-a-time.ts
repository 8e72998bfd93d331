import { deleteStored, isRecord, isText, writeStored, readStored } from '../api/browser-storage';

const LEASE_MS = 15_000;
const LOOK_AGAIN_MS = 100;
const PATIENCE_MS = 20_000;

/** One piece of work of a name at a time in the whole browser, whatever tab it is in. Rejects when the others take too long. */
export function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks
    ? navigator.locks.request(name, { signal: AbortSignal.timeout(PATIENCE_MS) }, work)
    : withLease(name, work);
}

/** Browsers without Web Locks: a lease in the storage that all tabs share, taken, looked at once more, and given back. */
async function withLease<T>(name: string, work: () => Promise<T>): Promise<T> {
  const owner = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const givenUp = performance.now() + PATIENCE_MS;
  while (!(await taken(name, owner))) {
    if (performance.now() > givenUp) throw new Error(`${name} is busy`);
    await passed(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    if (holder(name).owner === owner) deleteStored(name);
  }
}

async function taken(name: string, owner: string): Promise<boolean> {
  const { until } = holder(name);
  if (until > Date.now() && until <= Date.now() + LEASE_MS) return false;
  writeStored(name, { owner, until: Date.now() + LEASE_MS } satisfies Lease);
  await passed(LOOK_AGAIN_MS / 2);
  return holder(name).owner === owner;
}

interface Lease {
  readonly owner: string;
  readonly until: number;
}

function isLease(value: unknown): value is Lease {
  return isRecord(value) && isText(value['owner']) && typeof value['until'] === 'number';
}

function holder(name: string): Lease {
  return readStored(name, isLease) ?? { owner: '', until: 0 };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
