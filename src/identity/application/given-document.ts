import type { LocalDate } from '../../platform/kernel/shanghai.js';
import { type DocumentType, type IdentityDocument, parseDocument } from '../contracts/document.js';
import { documentProblem } from '../domain/errors.js';

/** As typed by the person. */
export interface GivenDocument {
  readonly type: DocumentType;
  readonly number: string;
  readonly country?: string;
}

/** @throws DOCUMENT.* for one that cannot exist */
export function readGivenDocument({ type, number, country }: GivenDocument, today: LocalDate): IdentityDocument {
  const parsed = parseDocument(type, number, today, country);
  if (!parsed.ok) throw documentProblem(parsed.problem);
  return parsed.document;
}
