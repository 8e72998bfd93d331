import { HttpErrorResponse } from '@angular/common/http';

export interface FieldError {
  path: string;
  message: string;
}

interface Told {
  title?: string;
  detail?: string;
  correlationId?: string;
  errors?: readonly FieldError[];
}

/** A refused or failed request as RFC 9457 tells it; without an answer the code says what the device noticed. */
export class Problem extends Error {
  readonly title?: string;
  readonly detail?: string;
  readonly correlationId?: string;
  readonly errors: readonly FieldError[];

  constructor(readonly status: number, readonly code: string, told: Told = {}) {
    super(told.title ?? code);
    this.name = 'Problem';
    this.title = told.title;
    this.detail = told.detail;
    this.correlationId = told.correlationId;
    this.errors = told.errors ?? [];
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
  const told = toldBy(response.error);
  const correlationId = text(told['correlationId']) ?? response.headers.get('x-request-id') ?? undefined;
  if (text(told['code'])) {
    const said = { title: text(told['title']), detail: text(told['detail']), correlationId, errors: fieldErrors(told['errors']) };
    return new Problem(response.status, String(told['code']), said);
  }
  return new Problem(response.status, codeWithoutProblem(response.status), { correlationId });
}

function toldBy(body: unknown): Record<string, unknown> {
  if (typeof body === 'string') {
    try {
      return toldBy(JSON.parse(body));
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

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: { path?: unknown; message?: unknown }) => ({
    path: Array.isArray(entry.path) ? entry.path.join('.') : String(entry.path ?? ''),
    message: String(entry.message ?? ''),
  }));
}
