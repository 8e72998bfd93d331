// Loaded into the measured process before its own code: how late its event loop is. On SIGUSR2 it writes what it saw, and begins anew.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();

process.on('SIGUSR2', () => {
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const seen = { p99: late(delays.percentile(99)), max: late(delays.max) };
  delays.reset();
  writeFileSync(process.env.BENCH_EVENT_LOOP, JSON.stringify(seen));
});
