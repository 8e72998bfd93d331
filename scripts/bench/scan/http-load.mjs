import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { v7 as newId } from 'uuid';

const ANSWER_BYTES = 16_384;

/** One kept connection of a signed-in scanner; as little client as possible, since it shares the machine with what it measures. */
export class Connection {
  #socket;
  #answered;
  #received = '';

  static async to(port, scanner) {
    const connection = new Connection();
    connection.scanner = scanner;
    // One buffer for all it will ever read: a new one for each answer would have the garbage collector stop the measurement.
    const onread = {
      buffer: Buffer.alloc(ANSWER_BYTES),
      callback: (length, buffer) => connection.#take(buffer.toString('latin1', 0, length)),
    };
    connection.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    await new Promise((resolve, reject) => connection.#socket.once('connect', resolve).once('error', reject));
    connection.#socket.on('close', () => connection.#answered?.({ status: 0, body: '' }));
    return connection;
  }

  post(path, body) {
    const payload = Buffer.from(JSON.stringify(body));
    const head = `POST /api${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: keep-alive\r\ncontent-type: application/json\r\nx-requested-with: bamin\r\n`;
    this.#socket.write(
      Buffer.concat([
        Buffer.from(`${head}cookie: bamin_session=${this.scanner.token}\r\ncontent-length: ${payload.length}\r\n\r\n`),
        payload,
      ]),
    );
    return new Promise((resolve) => (this.#answered = resolve));
  }

  scan(presentation) {
    return this.post('/scans', {
      id: newId(),
      shiftId: this.scanner.shift,
      shown: { presentation },
      scannedAt: new Date().toISOString(),
    });
  }

  close() {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  /** Lengths count bytes, hence latin1 until an answer is whole. */
  #take(text) {
    this.#received += text;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.slice(end + 4, end + 4 + length);
    this.#received = '';
    this.#answered({ status: Number(head.slice(9, 12)), body });
  }
}

/** Anything but a read code means that something else was measured. */
function expectRead({ status, body }) {
  if (status !== 200 || !body.includes('"outcome":"read"'))
    throw new Error(`A scan was answered ${status}: ${body.slice(0, 300)}`);
}

/** Every connection scans one person after the other. @returns scans a second */
export async function asFastAsPossible(connections, showings, milliseconds) {
  let next = 0;
  const start = performance.now();
  const work = async (connection) => {
    while (next < showings.length && performance.now() - start < milliseconds)
      await scanned(connection, showings[next++]);
  };
  await Promise.all(connections.map(work));
  return (next / (performance.now() - start)) * 1000;
}

/**
 * People arrive evenly whether or not the one before is done; waiting for a free connection counts.
 * @param scan by this connection, the n-th one
 * @param unmeasuredMs until the load is steady
 * @returns latencies in ms, in no order
 */
export async function atRate({ connections, perSecond, count, unmeasuredMs }, scan) {
  collectGarbage();
  const latencies = [];
  const start = performance.now();
  let next = 0;
  const work = async (connection) => {
    while (next < count) {
      const number = next++;
      const due = start + (number * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 1) await pause(early);
      await scan(connection, number);
      if (due - start >= unmeasuredMs) latencies.push(performance.now() - due);
    }
  };
  await Promise.all(connections.map(work));
  return latencies;
}

export async function scanned(connection, showing) {
  expectRead(await connection.scan(showing));
}

/** Signing thousands of showings leaves garbage; that it is swept while latencies are taken would be counted as the program's. */
function collectGarbage() {
  setFlagsFromString('--expose-gc');
  setFlagsFromString('--no-memory-reducer');
  setFlagsFromString('--heap-growing-percent=400');
  runInNewContext('gc')();
}

export function percentile(latencies, share) {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
