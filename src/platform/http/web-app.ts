import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { complaint } from '../config/config.js';

const HASHED = /-[\w-]{8}\.(js|css)$/;
const OURS = /^\/(api|health|\.well-known)(\/|$)/;

/** The built web client; every address that is not a file or ours is a page of it. */
export async function serveWeb(app: NestFastifyApplication, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) throw complaint('BAMIN_WEB_ROOT');
  await app.register(fastifyStatic, {
    root: resolve(root),
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      void reply.header('permissions-policy', 'camera=(self), geolocation=(self), microphone=()');
    },
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?')[0]!;
    if (request.method !== 'GET' || OURS.test(path) || /\.[a-z0-9]+$/i.test(path) || path === '/') return;
    await reply.header('cache-control', 'no-cache').sendFile('index.html', resolve(root));
    return reply;
  });
}
