import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { type AuthenticatedRequest, rulesOf, type RouteRules } from '../authorization/policy.js';
import { PolicyGuard } from '../authorization/policy-guard.js';
import { type Patience, watchBody } from './body-clock.js';
import { FAULTS } from './faults.js';
import { MalformedRequest, sendProblem } from './problem-filter.js';
import { unavailable, unsupportedMedia } from './problem.js';

/** Of every body but a form with a file; the largest that a page sends has a few kilobytes. */
export const BODY_LIMIT = 64 * 1024;
/** Two megabytes of picture, as text. */
const PICTURE_LIMIT = 3 * 1024 * 1024;
/** Ours nest four deep. Parsing, checking and refusing deeper ones costs more than it should. */
const DEPTH = 16;
/** RFC 2046, 5.1.1 */
const BOUNDARY = /^multipart\/form-data\s*;\s*boundary=("?)[\w'()+,./:=? -]{1,70}\1\s*(;|$)/i;

/** Whoever may not reach a route, and a body of a kind that it does not take, is refused before the body is read. */
export function admitRequests(app: NestFastifyApplication, patience: Patience): void {
  const guard = app.get(PolicyGuard);
  const fastify = app.getHttpAdapter().getInstance();
  let closing = false;
  fastify.addHook('preClose', async () => void (closing = true));
  fastify.addHook('onRequest', async (request: AuthenticatedRequest, reply) => {
    watchBody(request, reply, patience);
    try {
      if (closing) throw unavailable({ retryAfterSeconds: 1 }); // Another process takes it.
      await guard.admit(request);
      refuseForms(request);
    } catch (error) {
      sendProblem(error, request, reply);
      return reply;
    }
  });
}

/** The only kind of body that is read by itself: JSON, small, and not deep. */
export function readJson(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    if ((route.config as RouteRules | undefined)?.takes === 'picture') route.bodyLimit = PICTURE_LIMIT;
  });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (request, body: string, done) => {
      if (nestsDeeperThan(body, DEPTH))
        done(new MalformedRequest([{ path: 'body', fault: FAULTS.tooDeep, limit: DEPTH }]));
      else void parse(request, body, done);
    },
  );
}

function refuseForms(request: FastifyRequest): void {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\//i.test(type)) return;
  if (rulesOf(request).takes !== 'file') throw unsupportedMedia();
  if (!BOUNDARY.test(type)) throw new MalformedRequest([{ path: 'content-type', fault: FAULTS.form }]);
}

/** Counts the brackets outside of texts: far cheaper than parsing, and without recursion. */
export function nestsDeeperThan(json: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at);
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > limit) return true;
  }
  return false;
}

/** @returns where the text that begins at `start` ends: at the next quote without a backslash that escapes it */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}
