/** Why a request is not carried out; `http/problem-filter.ts` maps each kind to one HTTP status. */
export type ErrorKind =
  | 'malformed' // 400
  | 'unauthenticated' // 401
  | 'forbidden' // 403, only where existence is known anyway
  | 'not-found' // 404, also "not yours"
  | 'too-slow' // 408, the request did not come in
  | 'conflict' // 409
  | 'too-large' // 413
  | 'unsupported-media' // 415
  | 'refused' // 422, a rule of the domain
  | 'too-many' // 429
  | 'unavailable' // 503, a part outside our control does not answer
  | 'mistake'; // 500, of ours: never thrown, only what everything unexpected is answered with

export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: { readonly zh: string; readonly en: string };
}

/** Facts for the reader of the error: numbers and field names, never personal data. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

export class DomainError extends Error {
  constructor(
    readonly definition: ErrorDefinition,
    readonly facts: ErrorFacts = {},
  ) {
    super(definition.code);
    this.name = 'DomainError';
  }

  get code(): string {
    return this.definition.code;
  }
}

const defined = new Map<string, ErrorDefinition>();

/**
 * Defines an error once, at module level, with a stable code (`SHIFT.NOT_OPEN`) and its sentence in both languages.
 * @returns a factory: `throw shiftNotOpen({ … })`
 */
export function defineError(
  code: string,
  kind: ErrorKind,
  title: { zh: string; en: string },
): (facts?: ErrorFacts) => DomainError {
  if (defined.has(code)) throw new Error(`Error code ${code} is defined twice.`);
  const definition: ErrorDefinition = { code, kind, title };
  defined.set(code, definition);
  return (facts) => new DomainError(definition, facts);
}

/** All codes, sorted; the source of docs/error-codes.md. */
export function errorDefinitions(): readonly ErrorDefinition[] {
  return [...defined.values()].sort((a, b) => a.code.localeCompare(b.code));
}
