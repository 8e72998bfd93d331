import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { DomainError } from '../kernel/domain-error.js';
import { PATIENCE } from './body-clock.js';
import { problemOf, retryAfter } from './problem.js';
import { headersOfRefusals } from './security-headers.js';

export interface Door {
  readonly isShut: (request: IncomingMessage) => boolean;
  readonly refusal: () => DomainError;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Refuses before the framework sees the request: routes, hooks, sessions and a line in the log would cost for each of thousands what is
 * needed for those who are served. As any other problem to who is refused.
 */
export function refuseAtTheDoor(server: Server, { isShut, refusal, headers }: Door): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isShut(request)) return refuse(request, response, refusal(), headers);
    for (const listener of listeners) listener.call(server, request, response);
  });
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: DomainError,
  headers: Readonly<Record<string, string>>,
): void {
  const id = randomUUID();
  const { problem } = problemOf(refusal, { id, headers: request.headers });
  const told = JSON.stringify(problem);
  response.writeHead(problem.status, {
    ...headersOfRefusals(headers, id),
    'retry-after': String(retryAfter(problem)),
    'content-length': String(Buffer.byteLength(told)),
  });
  response.end(told);
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return;
  // What was refused is read and thrown away; who sends it slowly does not keep the connection by it.
  const timer = setTimeout(() => request.complete || request.destroy(), PATIENCE.lingerMs).unref();
  request.once('close', () => clearTimeout(timer));
}
