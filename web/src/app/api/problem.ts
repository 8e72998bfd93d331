import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { Words } from './contract';

/** With a code the message is for people, in their language; a server of another version may send one without. */
export interface FieldError {
  path: string;
  message: string;
  code?: string;
  /** The message in both languages. */
  words?: Words;
}

/** Numbers and names of fields. */
export type Facts = Readonly<Record<string, unknown>>;

interface Details {
  title?: string;
  words?: Words;
  detail?: string;
  correlationId?: string;
  errors?: readonly FieldError[];
  retryAfterSeconds?: number;
  facts?: Facts;
}

/** A refused or failed request as RFC 9457 tells it; without an answer the code says what the device noticed. */
export class Problem extends Error {
  readonly title?: string;
  /** The title in both languages: it stays on a screen whose language is changed. */
  readonly words?: Words;
  readonly detail?: string;
  readonly correlationId?: string;
  readonly errors: readonly FieldError[];
  /** When the server takes it again, by `performance.now()`: the device's clock may be wrong. */
  readonly retryAt?: number;
  readonly facts: Facts;

  constructor(
    readonly status: number,
    readonly code: string,
    details: Details = {},
  ) {
    super(details.title ?? code);
    this.name = 'Problem';
    this.title = details.title;
    this.words = details.words;
    this.detail = details.detail;
    this.correlationId = details.correlationId;
    this.errors = details.errors ?? [];
    if (details.retryAfterSeconds !== undefined) this.retryAt = performance.now() + details.retryAfterSeconds * 1000;
    this.facts = details.facts ?? {};
  }

  /** No answer reached the device: no network, or the service worker says so for it. */
  get offline(): boolean {
    return this.code === 'NETWORK.UNREACHABLE';
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpErrorResponse) return fromResponse(error);
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Problem || cause instanceof HttpErrorResponse) return problemOf(cause);
  return new Problem(0, 'CLIENT.FAILED');
}

function fromResponse(response: HttpErrorResponse): Problem {
  const members = membersOf(response.error);
  const correlationId = text(members['correlationId']) ?? response.headers.get('x-request-id') ?? undefined;
  const retryAfterSeconds =
    waitAskedFor(response.headers) ??
    (members['facts'] as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds;
  if (text(members['code'])) {
    const facts = (members['facts'] as Facts | undefined) ?? {};
    const details = {
      title: text(members['title']),
      words: words(members['words']),
      detail: text(members['detail']),
      correlationId,
      errors: fieldErrors(members['errors']),
      facts,
      retryAfterSeconds,
    };
    return new Problem(response.status, String(members['code']), details);
  }
  return new Problem(response.status, codeWithoutProblem(response.status), { correlationId, retryAfterSeconds });
}

/** `Retry-After`, in seconds or as a date (RFC 9110), which is read against the `Date` beside it. */
function waitAskedFor(headers: HttpHeaders): number | undefined {
  const given = headers.get('retry-after')?.trim();
  if (!given) return undefined;
  if (/^\d{1,6}$/.test(given)) return Number(given);
  const wait = (Date.parse(given) - Date.parse(headers.get('date') ?? '')) / 1000;
  return wait >= 0 ? wait : undefined;
}

function membersOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'string') {
    try {
      return membersOf(JSON.parse(body));
    } catch {
      return {};
    }
  }
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** ngsw answers 504 when neither network nor cache can. */
function codeWithoutProblem(status: number): string {
  if (status === 0 || status === 504) return 'NETWORK.UNREACHABLE';
  if (status === 401) return 'SESSION.REQUIRED';
  if (status === 413) return 'REQUEST.TOO_LARGE';
  if (status === 429) return 'REQUEST.TOO_MANY';
  return status >= 500 ? 'SERVER.FAILED' : 'REQUEST.REFUSED';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function words(value: unknown): Words | undefined {
  const { zh, en } = (value ?? {}) as Partial<Words>;
  return text(zh) && text(en) ? { zh: zh!, en: en! } : undefined;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: { path?: unknown; message?: unknown; code?: unknown; words?: unknown }) => ({
    path: Array.isArray(entry.path) ? entry.path.join('.') : String(entry.path ?? ''),
    message: String(entry.message ?? ''),
    ...(text(entry.code) ? { code: text(entry.code) } : {}),
    ...(words(entry.words) ? { words: words(entry.words) } : {}),
  }));
}

/** Refusals that are about one field, though they name none; in a form that has several of these, about each by its own name. */
const FIELDS_OF_CODES: Readonly<Record<string, readonly string[]>> = {
  'PASSWORD.WEAK': ['password', 'next'],
  'PASSWORD.CURRENT_WRONG': ['current'],
  'SMS.CODE_WRONG': ['smsCode'],
  'ACTIVATION.WRONG': ['code'],
  'DOCUMENT.FORMAT': ['document.number'],
  'DOCUMENT.CHECKSUM': ['document.number'],
  'DOCUMENT.BIRTH_DATE': ['document.number'],
  'DOCUMENT.COUNTRY': ['document.country'],
  'SUB_ACCOUNT.DUPLICATE': ['mobile'],
};

/** What a refusal says of single fields, and by which names a form may have them. */
export function fieldsAbout(
  problem: Problem,
): readonly { readonly paths: readonly string[]; readonly said: FieldError }[] {
  const { errors, code, title, words } = problem;
  if (errors.length > 0) return errors.map((said) => ({ paths: [said.path], said }));
  const paths = FIELDS_OF_CODES[code] ?? [];
  return title && paths[0] !== undefined ? [{ paths, said: { path: paths[0], message: title, code, words } }] : [];
}

/** @param path as the API names the field; what is wrong inside it is wrong with it */
export function fieldErrorAt(problem: unknown, path: string): FieldError | undefined {
  if (problem === undefined || problem === null) return undefined;
  const { errors, code, title, words } = problemOf(problem);
  const named = errors.find((error) => error.path === path || error.path.startsWith(`${path}.`));
  return named ?? (title && FIELDS_OF_CODES[code]?.includes(path) ? { path, message: title, code, words } : undefined);
}
