import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const BOUNDARY = 'bench-boundary';
const HEAD = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="bench.csv"\r\ncontent-type: text/csv\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;

/** Hands a file in and waits until all of it is applied. @returns milliseconds until it was accepted, and until it was applied */
export async function handIn({ port, token }, path) {
  const began = performance.now();
  const cookie = `bamin_session=${token}`;
  const length = Buffer.byteLength(HEAD) + statSync(path).size + Buffer.byteLength(TAIL);
  const accepted = await ask(
    {
      port,
      method: 'POST',
      path: '/api/feeds/outpatient-records/batches',
      headers: {
        cookie,
        'x-requested-with': 'bamin',
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
        'content-length': length,
        'idempotency-key': randomBytes(16).toString('hex'),
      },
    },
    path,
  );
  if (accepted.status !== 202)
    throw new Error(`The file was answered ${accepted.status}: ${JSON.stringify(accepted.body)}`);
  const acceptedMs = performance.now() - began;
  for (;;) {
    const { body } = await ask({ port, path: `/api/operations/${accepted.body.id}`, headers: { cookie } });
    if (body.state === 'applied') return { acceptedMs, appliedMs: performance.now() - began, counts: body.counts };
    if (body.state === 'failed') throw new Error(`The file failed: ${JSON.stringify(body.problem)}`);
    await pause(50);
  }
}

function ask(options, file) {
  return new Promise((resolve, reject) => {
    const question = request({ host: '127.0.0.1', ...options }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(text || '{}') }));
    });
    question.on('error', reject);
    if (!file) return question.end();
    question.write(HEAD);
    createReadStream(file)
      .on('end', () => question.end(TAIL))
      .pipe(question, { end: false });
  });
}
