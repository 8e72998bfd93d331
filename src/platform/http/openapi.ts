import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { namedShapes } from './responds.js';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const WORDS = {
  type: 'object' as const,
  required: ['zh', 'en'],
  properties: { zh: { type: 'string' as const }, en: { type: 'string' as const } },
};
const FIELD_PROBLEM = {
  path: {
    type: 'string' as const,
    description:
      'Of the field, as `document.number`; the name of the parameter, or `body`, where it is the whole of it.',
  },
  message: { type: 'string' as const, description: 'Words for the person, to be shown at the field.' },
  code: { type: 'string' as const, description: 'Stable; `FIELD.…` of docs/error-codes.md.' },
  words: { ...WORDS, description: 'The message in both languages.' },
};

/** RFC 9457 with our own members: what every route may answer instead. */
const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'words', 'status', 'code', 'correlationId'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    words: { ...WORDS, description: 'The title in both languages.' },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, description: 'Stable; see docs/error-codes.md.' },
    facts: { type: 'object' as const, additionalProperties: true },
    errors: {
      type: 'array' as const,
      items: { type: 'object' as const, required: ['path', 'message', 'code'], properties: FIELD_PROBLEM },
    },
    correlationId: { type: 'string' as const },
  },
};

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The contract, made from the same zod objects that validate. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('八闽健康码 · Bamin Health Code')
    .setVersion('1')
    .addCookieAuth('bamin_session')
    .build();
  const operationIdFactory = (controller: string, method: string) =>
    `${controller.replace(/Controller$/, '')}_${method}`;
  return withProblems(SwaggerModule.createDocument(app, description, { operationIdFactory }));
}

function withProblems(document: OpenAPIObject): OpenAPIObject {
  const refused = {
    description: '',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of VERBS.flatMap((verb) => path[verb] ?? [])) operation.responses['default'] ??= refused;
  }
  const schemas = { ...document.components?.schemas, ...Object.fromEntries(namedShapes), Problem: PROBLEM };
  document.components = { ...document.components, schemas };
  return document;
}

export function serveOpenApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  app.getHttpAdapter().get('/api/openapi.json', (_request: unknown, reply: { send(body: unknown): void }) => {
    reply.send((document ??= openApiDocument(app)));
  });
}
