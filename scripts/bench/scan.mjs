// `npm run bench -- scan`: verify and record over HTTP by signed presentations, against what the database alone could do.
import { complain } from '../lib/print.mjs';
import { runMeasurement, secretsOf, seeded } from '../lib/measurement.mjs';
import { asFastAsPossible, atRate, Connection, percentile, scanned } from './scan/http-load.mjs';
import { cpuSeconds } from './scan/cpu.mjs';
import { Reference } from './scan/reference.mjs';
import { CODES, SCANS, seedCodes, seedScanners, seedScans } from './scan/seed.mjs';
import { Residents } from './scan/showings.mjs';

const CONNECTIONS = 32;
/** In its first half minute under load a process still compiles: measured is one that has run for a while. */
const WARM_UP_MS = 10_000;
const MEASURED_MS = 10_000;
/** Latencies are taken in turns, ours and the reference's: what the machine or its disk does meanwhile meets both. */
const TURNS = 6;
const STEADY_AFTER_MS = 2000;
/** All turns together are long enough that one collection of garbage or one slow write of the disk is not all that a percentile tells. */
const TURN_MS = 5000;
/** More than any machine at hand scans while warming up. */
const FIRST_SHOWINGS = 20_000;

await runMeasurement(async (own) => {
  const residents = await Residents.of(own.env.BAMIN_CODE_SIGNING_KEYS);
  own.inTheEnd(() => residents.close());
  const scanners = await seed(own, residents);
  const product = await own.start({ entry: 'main.js' });
  const reference = await Reference.over(own.url, scanners);
  own.inTheEnd(() => reference.close());
  const limit = await reference.asFastAsPossible({ warmUpMs: WARM_UP_MS, measuredMs: MEASURED_MS });
  complain(`ceiling ${Math.round(limit)}/s; now the program …`);
  return {
    bench: 'scan',
    codes: CODES,
    scans: SCANS,
    connections: CONNECTIONS,
    ceiling: Math.round(limit),
    ...(await ours({ port: own.env.PORT, pid: product.pid, residents, scanners, reference, limit })),
  };
});

async function seed({ url, env }, residents) {
  complain('seeding …');
  const { cipher } = await secretsOf(env);
  return seeded(url, async (database) => {
    await seedCodes(database, residents);
    const scanners = await seedScanners(database, CONNECTIONS, (name) => cipher.encrypt(name, 'name'));
    await seedScans(database);
    return scanners;
  });
}

/** Showings live for 90 s: each phase has its own, signed just before it and not while it runs. */
async function ours({ port, pid, residents, scanners, reference, limit }) {
  const connections = await atWork(port, scanners);
  const warm = await asFastAsPossible(connections, await residents.show(FIRST_SHOWINGS), WARM_UP_MS);
  const showings = await residents.show(Math.ceil(warm * 2 * (MEASURED_MS / 1000)));
  const cpuBefore = cpuSeconds(pid);
  const maximum = await asFastAsPossible(connections, showings, MEASURED_MS);
  const cpuMicros = ((cpuSeconds(pid) - cpuBefore) * 1e6) / (maximum * (MEASURED_MS / 1000));
  const rate = maximum * 0.7;
  const { own, theirs } = await inTurns({ connections, residents, reference, rate });
  for (const connection of connections) connection.close();
  const [p99, referenceP99] = [percentile(own, 0.99), percentile(theirs, 0.99)];
  return {
    ours: Math.round(maximum),
    ratio: Math.round((maximum / limit) * 1000) / 1000,
    cpuMicrosPerScan: Math.round(cpuMicros),
    at70: Math.round(rate),
    p50: tenths(percentile(own, 0.5)),
    p99: tenths(p99),
    referenceP50: tenths(percentile(theirs, 0.5)),
    referenceP99: tenths(referenceP99),
    p99Ratio: tenths(p99 / referenceP99),
  };
}

async function atWork(port, scanners) {
  const connections = await Promise.all(scanners.map((scanner) => Connection.to(port, scanner)));
  for (const connection of connections) {
    const { shift: id, point: scanPointId } = connection.scanner;
    const { status, body } = await connection.post('/shifts', { id, scanPointId });
    if (status !== 201) throw new Error(`A shift was answered ${status}: ${body}`);
  }
  return connections;
}

async function inTurns({ connections, residents, reference, rate }) {
  const [own, theirs] = [[], []];
  const count = Math.ceil(rate * ((STEADY_AFTER_MS + TURN_MS) / 1000));
  const load = { perSecond: rate, count, unmeasuredMs: STEADY_AFTER_MS };
  for (let turn = 0; turn < TURNS; turn++) {
    const showings = await residents.show(count);
    own.push(
      ...(await atRate({ ...load, connections }, (connection, number) => scanned(connection, showings[number]))),
    );
    theirs.push(
      ...(await atRate({ ...load, connections: reference.connections }, (connection) => reference.scan(connection))),
    );
  }
  return { own, theirs };
}

function tenths(value) {
  return Math.round(value * 10) / 10;
}
