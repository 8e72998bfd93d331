import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { Logger, RequestMethod, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { type Config, doubtsAbout } from '../config/config.js';
import { logger } from '../logging/logger.js';
import { admitRequests, BODY_LIMIT, readJson } from './bodies.js';
import { PATIENCE, type Patience } from './body-clock.js';
import { answerBrokenRequest } from './broken-request.js';
import { certificate } from './certificate.js';
import { CheckedBySchema } from './checked-by-schema.js';
import { serveOpenApi } from './openapi.js';
import { sendProblem } from './problem-filter.js';
import { traceRequests } from './request-trace.js';
import { headersOfRefusals, securityHeaders } from './security-headers.js';
import { trustedProxies } from './trusted-proxies.js';
import { boundWaiting, LIMITS } from './waiting-line.js';
import { serveWeb } from './web-app.js';

/** The Fastify application with everything that holds for every route; the caller listens. */
export async function httpApplication(
  module: Type | object,
  config: Config,
  patience = PATIENCE,
  limits = LIMITS,
): Promise<NestFastifyApplication> {
  const headers = securityHeaders(Boolean(config.settings.BAMIN_TLS_CERTIFICATE));
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, fastify(config, patience, headers), {
    logger: logger(config),
    abortOnError: false,
    bodyParser: false,
  });
  traceRequests(app, config);
  for (const doubt of doubtsAbout(config)) new Logger('Config').warn(doubt);
  await app.register(cookie, {
    parseOptions: { httpOnly: true, sameSite: 'lax', secure: config.isProduction || 'auto' },
  });
  protectAnswers(app, headers);
  boundWaiting(app, limits, headers);
  admitRequests(app, patience);
  readJson(app);
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { files: 1, fields: 10, fileSize: config.settings.BAMIN_UPLOAD_LIMIT_BYTES },
  });
  prefixRoutes(app);
  app.useGlobalPipes(new CheckedBySchema());
  serveOpenApi(app);
  if (config.settings.BAMIN_WEB_ROOT) await serveWeb(app, config.settings.BAMIN_WEB_ROOT);
  await app.init();
  return app;
}

function fastify({ settings }: Config, patience: Patience, headers: Record<string, string>): FastifyAdapter {
  const { BAMIN_TLS_CERTIFICATE: cert, BAMIN_TLS_KEY: key, BAMIN_TRUST_PROXY: proxies } = settings;
  const heads = { headersTimeout: patience.headMs, connectionsCheckingInterval: patience.headMs / 5 };
  const server = cert && key ? { https: { ...heads, ...certificate(cert, key) } } : { http: heads };
  return new FastifyAdapter({
    ...server,
    trustProxy: trustedProxies(proxies),
    bodyLimit: BODY_LIMIT,
    requestTimeout: patience.wholeMs,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    // No hook has seen these.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply.headers(headersOfRefusals(headers, request.id))),
    clientErrorHandler: (error: Error, socket: Socket) => answerBrokenRequest(error, socket, headers),
    return503OnClosing: false, // Said by a problem, see `admitRequests`.
  });
}

/** Everything lies under /api but what load balancers and standards expect elsewhere. */
export function prefixRoutes(app: NestFastifyApplication): void {
  app.setGlobalPrefix('api', {
    exclude: [
      { path: 'health/*path', method: RequestMethod.GET },
      { path: '.well-known/*path', method: RequestMethod.GET },
    ],
  });
}

function protectAnswers(app: NestFastifyApplication, headers: Record<string, string>): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
}
