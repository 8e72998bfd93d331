import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { prefixRoutes } from './platform/http/http-application.js';
import { openApiDocument } from './platform/http/openapi.js';

/** The contract without a running system: modules are looked at, nothing is constructed or connected. */
export async function contract(): Promise<OpenAPIObject> {
  const config = new Config({
    DATABASE_URL: 'postgres://localhost/none',
    BAMIN_FIELD_KEYS: [],
    BAMIN_HASH_KEYS: [],
  } as never);
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), new FastifyAdapter(), options);
  prefixRoutes(app);
  return openApiDocument(app);
}
