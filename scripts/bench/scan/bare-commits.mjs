import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const PER_SECOND = 50;

/**
 * What the disk alone makes one wait: one row, committed again and again over a connection of its own while the program is measured.
 * @param unmeasuredMs as of the load
 * @returns a function that ends it and gives the latencies in ms, sorted; waiting for the one before counts, as it does for scans
 */
export async function bareCommits(url, unmeasuredMs) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS public.bare_commit (at timestamptz NOT NULL)');
  const latencies = [];
  const start = performance.now();
  let over = false;
  const work = async () => {
    for (let number = 0; !over; number++) {
      const due = start + (number * 1000) / PER_SECOND;
      const early = due - performance.now();
      if (early > 1) await pause(early);
      await client.query({ name: 'commit', text: 'INSERT INTO public.bare_commit VALUES (now())' });
      if (due - start >= unmeasuredMs) latencies.push(performance.now() - due);
    }
  };
  const working = work();
  return async () => {
    over = true;
    await working;
    await client.end();
    return latencies.sort((a, b) => a - b);
  };
}
