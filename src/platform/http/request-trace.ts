import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the problem it was answered with. */
    problemCode?: string;
  }
}

const SLOW_MS = 1000;

/**
 * Every answer names its request; refused, slow and failed ones are logged, all of them at level `debug`. Only the pattern of the route is
 * written: addresses and query values may name people.
 */
export function traceRequests(app: NestFastifyApplication, config: Config): void {
  const log = new Logger('Http');
  const everything = config.settings.BAMIN_LOG_LEVEL === 'debug';
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store'); // Answers name people; a route that knows better says so.
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const notable = reply.statusCode >= 500 || reply.elapsedTime > SLOW_MS;
    const refused = reply.statusCode >= 400 && request.url.startsWith('/api/');
    if (!notable && !refused && !everything) return;
    log[notable ? 'warn' : refused ? 'log' : 'debug']({
      correlationId: request.id,
      route: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
      status: reply.statusCode,
      ...(request.problemCode ? { code: request.problemCode } : {}),
      milliseconds: Math.round(reply.elapsedTime),
    });
  });
}
