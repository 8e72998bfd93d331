import { HttpException } from '@nestjs/common';
import { DomainError, defineError, type ErrorDefinition, type ErrorKind } from '../kernel/domain-error.js';
import type { FieldProblem } from './faults.js';

export const STATUS: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'too-slow': 408,
  conflict: 409,
  'too-large': 413,
  'unsupported-media': 415,
  refused: 422,
  'too-many': 429,
  unavailable: 503,
  mistake: 500,
};

const malformed = defineError('REQUEST.MALFORMED', 'malformed', {
  zh: '请求内容有误',
  en: 'The request is not well formed',
});
const notFound = defineError('REQUEST.NOT_FOUND', 'not-found', { zh: '没有找到', en: 'Not found' });
const conflict = defineError('REQUEST.CONFLICT', 'conflict', {
  zh: '内容已被他人更改，请刷新后重试',
  en: 'It was changed meanwhile; reload and try again',
});
export const tooSlow = defineError('REQUEST.TOO_SLOW', 'too-slow', {
  zh: '请求传输过慢，请重试',
  en: 'The request came in too slowly, try again',
});
export const tooLarge = defineError('REQUEST.TOO_LARGE', 'too-large', {
  zh: '内容过大',
  en: 'The content is too large',
});
export const unsupportedMedia = defineError('REQUEST.UNSUPPORTED_MEDIA', 'unsupported-media', {
  zh: '不支持的内容类型',
  en: 'This kind of content is not supported',
});
const tooMany = defineError('REQUEST.TOO_MANY', 'too-many', {
  zh: '请求过于频繁，请稍后再试',
  en: 'Too many requests, try again later',
});
const impossible = defineError('REQUEST.IMPOSSIBLE_VALUE', 'refused', {
  zh: '内容中有无法接受的值',
  en: 'A value in it cannot be accepted',
});
export const unavailable = defineError('REQUEST.UNAVAILABLE', 'unavailable', {
  zh: '服务暂不可用，请稍后再试',
  en: 'Not available now, try again later',
});

const failed = defineError('REQUEST.FAILED', 'mistake', {
  zh: '系统出现错误，请稍后再试',
  en: 'Something went wrong on our side',
});

const BY_STATUS: Readonly<Record<number, () => DomainError>> = {
  404: notFound,
  408: tooSlow,
  406: unsupportedMedia,
  409: conflict,
  413: tooLarge,
  414: tooLarge,
  431: tooLarge,
  415: unsupportedMedia,
  429: tooMany,
  503: unavailable,
};

/** What others say when the request, another request or the database itself is the reason, and not a mistake of ours. */
const BY_CODE: readonly [RegExp, () => DomainError][] = [
  [/^22...$/, malformed], // Text, numbers and times that a column cannot hold: U+0000, a year 0, more digits than there are.
  [/^23(502|514)$/, impossible],
  [/^(23503|23505|23P01|40001|40P01)$/, conflict],
  [/^(ERR_STREAM_PREMATURE_CLOSE|ECONNABORTED)$/, malformed],
  [
    /^(08...|25006|25P0[34]|53...|55P03|57014|57P0.|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/,
    unavailable,
  ],
];

export class MalformedRequest extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super('REQUEST.MALFORMED');
  }
}

type Words = ErrorDefinition['title'];

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  /** The title in both languages, for a screen whose language is changed while it stands there. */
  readonly words: Words;
  readonly status: number;
  readonly code: string;
  readonly facts?: DomainError['facts'];
  readonly errors?: readonly {
    readonly path: string;
    readonly message: string;
    readonly code: string;
    readonly words: Words;
  }[];
  readonly correlationId: string;
}

/** How long who is refused for the moment should wait, where nothing better is known. */
const RETRY_AFTER_SECONDS: Readonly<Record<number, number>> = { 429: 60, 503: 5 };

/** @returns seconds, for every answer that says "not now"; a fact `retryAfterSeconds` of the error knows better */
export function retryAfter({ status, facts }: Problem): number | undefined {
  const usual = RETRY_AFTER_SECONDS[status];
  const known = facts?.['retryAfterSeconds'];
  return usual === undefined ? undefined : typeof known === 'number' ? Math.max(1, Math.ceil(known)) : usual;
}

/** What a schema should have refused before the database had to: the answer is right, the schema is not. */
const COMPLAINT = /^(22...|23502|23503|23514)$/;

/** @returns the details, and whether the error was expected: if not, somebody has to look. */
export function problemOf(
  thrown: unknown,
  request: { id: string; headers: { 'accept-language'?: string | undefined } },
): { problem: Problem; expected: boolean } {
  const known = toDomainError(thrown);
  const language = /^\s*en/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
  const { definition, code, facts } = known ?? failed();
  const words = definition.title;
  const problem = {
    type: 'about:blank',
    title: words[language],
    words,
    status: STATUS[definition.kind],
    code,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
    ...(thrown instanceof MalformedRequest ? { errors: thrown.fields.map((field) => told(field, language)) } : {}),
    correlationId: request.id,
  };
  return { problem, expected: known !== undefined && !COMPLAINT.test(String((thrown as { code?: unknown }).code)) };
}

function told({ path, fault, limit }: FieldProblem, language: 'zh' | 'en') {
  const { zh, en } = fault.title;
  const words = { zh: zh.replace('{limit}', String(limit)), en: en.replace('{limit}', String(limit)) };
  return { path, message: words[language], code: fault.code, words };
}

function toDomainError(thrown: unknown): DomainError | undefined {
  if (thrown instanceof DomainError) return thrown;
  if (thrown instanceof MalformedRequest) return malformed();
  const { name, code = '', statusCode } = thrown as Partial<Error> & { code?: string; statusCode?: number };
  if (name === 'OptimisticLockError') return conflict();
  const byCode = BY_CODE.find(([pattern]) => pattern.test(code));
  if (byCode) return byCode[1]();
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusCode;
  if (status === undefined || (status >= 500 && status !== 503)) return undefined;
  return (BY_STATUS[status] ?? malformed)();
}
