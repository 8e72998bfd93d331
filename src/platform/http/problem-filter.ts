import { ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, defineError, type ErrorKind } from '../kernel/domain-error.js';

export const STATUS: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'unsupported-media': 415,
  refused: 422,
  'too-many': 429,
  unavailable: 503,
};

const malformed = defineError('REQUEST.MALFORMED', 'malformed', { zh: '请求内容有误', en: 'The request is not well formed' });
const notFound = defineError('REQUEST.NOT_FOUND', 'not-found', { zh: '没有找到', en: 'Not found' });
const tooLarge = defineError('REQUEST.TOO_LARGE', 'too-large', { zh: '内容过大', en: 'The content is too large' });
const unsupported = defineError('REQUEST.UNSUPPORTED_MEDIA', 'unsupported-media', { zh: '不支持的内容类型', en: 'This kind of content is not supported' });
const tooMany = defineError('REQUEST.TOO_MANY', 'too-many', { zh: '请求过于频繁，请稍后再试', en: 'Too many requests, try again later' });
const unavailable = defineError('REQUEST.UNAVAILABLE', 'unavailable', { zh: '服务暂不可用，请稍后再试', en: 'Not available now, try again later' });

const BY_STATUS: Readonly<Record<number, () => DomainError>> = { 404: notFound, 413: tooLarge, 415: unsupported, 429: tooMany, 503: unavailable };

/** One field of a body that does not fit, without the value that was sent. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export class MalformedRequest extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super('REQUEST.MALFORMED');
  }
}

/** Every error leaves as RFC 9457 problem details with a stable code; what we did not expect leaves as a correlation id only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const known = toDomainError(thrown);
    if (!known) this.log.error({ correlationId: request.id, error: describe(thrown) }, 'Unexpected error');
    const status = known ? STATUS[known.definition.kind] : 500;
    const language = prefersEnglish(request) ? 'en' : 'zh';
    const title = known?.definition.title[language] ?? (language === 'en' ? 'Something went wrong on our side' : '系统出现错误，请稍后再试');
    void reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send({
        type: 'about:blank',
        title,
        status,
        code: known?.code ?? 'REQUEST.FAILED',
        ...(known && Object.keys(known.facts).length > 0 ? { facts: known.facts } : {}),
        ...(thrown instanceof MalformedRequest ? { errors: thrown.fields } : {}),
        correlationId: request.id,
      });
  }
}

function toDomainError(thrown: unknown): DomainError | undefined {
  if (thrown instanceof DomainError) return thrown;
  if (thrown instanceof MalformedRequest) return malformed();
  const status = thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: number }).statusCode;
  if (status === undefined || status >= 500 && status !== 503) return undefined;
  return (BY_STATUS[status] ?? malformed)();
}

/** Name, code and stack: messages of databases and parsers repeat the data they stumbled over. */
function describe(thrown: unknown): object {
  const { name, code, stack } = thrown as { name?: string; code?: string; stack?: string };
  return { name, code, stack: stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 12) };
}

function prefersEnglish(request: FastifyRequest): boolean {
  return /^\s*en/i.test(request.headers['accept-language'] ?? '');
}
