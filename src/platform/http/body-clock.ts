import type { FastifyReply, FastifyRequest } from 'fastify';
import { rulesOf } from '../authorization/policy.js';
import { sendProblem } from './problem-filter.js';
import { tooSlow } from './problem.js';

/** How long requests may take to come in. */
export const PATIENCE = {
  /** Until the last line of the head. */
  headMs: 10_000,
  /** Until the end of a small body. */
  bodyMs: 10_000,
  /** An upload has to bring `uploadBytes` within each such span … */
  uploadMs: 20_000,
  uploadBytes: 16 * 1024,
  /** … and to be here after this: 200 MB at a megabit a second. */
  wholeMs: 30 * 60_000,
  /** What was refused may still be on its way: it is read and thrown away, for so long. Cut off at once, the refusal would not arrive. */
  lingerMs: 5_000,
};
export type Patience = typeof PATIENCE;

/**
 * Ends requests whose body does not arrive: a few hundred of them, a byte a minute each, would keep a server busy for nothing.
 * A file or picture may take its time as long as it makes progress.
 */
export function watchBody(request: FastifyRequest, reply: FastifyReply, patience: Patience): void {
  const { headers, raw } = request;
  if (raw.complete || (headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0))) return;
  const large = rulesOf(request).takes !== undefined;
  let timer = setTimeout(check, large ? patience.uploadMs : patience.bodyMs).unref();
  let seen = raw.socket.bytesRead;

  function check(): void {
    if (raw.complete) return;
    const { bytesRead } = raw.socket;
    const waitsForUs = raw.readableLength > 0;
    if (reply.sent || !large || !(waitsForUs || bytesRead - seen >= patience.uploadBytes))
      return giveUp(request, reply);
    seen = bytesRead;
    timer = setTimeout(check, patience.uploadMs).unref();
  }
  raw.once('close', () => clearTimeout(timer)); // Also once it has come in whole.
  reply.raw.once('finish', () => {
    clearTimeout(timer);
    if (!raw.complete) timer = setTimeout(check, patience.lingerMs).unref();
  });
}

function giveUp(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return void request.raw.destroy();
  reply.raw.setHeader('connection', 'close');
  sendProblem(tooSlow(), request, reply);
}
