import { isLocalDate, type LocalDate } from '../../platform/kernel/shanghai.js';

export const DOCUMENT_TYPES = ['resident-id', 'foreign-permanent-resident', 'mainland-travel-permit', 'taiwan-permit', 'passport'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export interface IdentityDocument {
  readonly type: DocumentType;
  /** One spelling for one person: upper case, without what changes at a renewal. Hash this. */
  readonly normalised: string;
  readonly birthDate?: LocalDate;
  readonly sex?: 'female' | 'male';
}

/** What a document is found by, once hashed: its number alone may be that of another type. */
export function documentKey({ type, normalised }: { readonly type: string; readonly normalised: string }): string {
  return `${type}:${normalised}`;
}

export type DocumentProblem = 'FORMAT' | 'CHECKSUM' | 'BIRTH_DATE' | 'COUNTRY';

export type ParsedDocument = { readonly ok: true; readonly document: IdentityDocument } | { readonly ok: false; readonly problem: DocumentProblem };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** GB 11643-1999, ISO 7064 MOD 11-2: the 18th character follows from the first 17. */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECKS[sum % 11]!;
}

/**
 * Reads a document as typed by a person or sent by a feed.
 * @param today the Shanghai day, for birth dates in the future
 * @param country issuing country of a passport, ISO 3166-1 alpha-3
 */
export function parseDocument(type: DocumentType, number: string, today: LocalDate, country?: string): ParsedDocument {
  const text = number.trim().toUpperCase();
  switch (type) {
    case 'resident-id':
      return eighteen(type, text, today, /^(?!9)\d{17}[\dX]$/);
    case 'foreign-permanent-resident':
      return /^[A-Z]{3}\d{12}$/.test(text) ? fine({ type, normalised: text }) : eighteen(type, text, today, /^9\d{16}[\dX]$/);
    case 'mainland-travel-permit':
      return /^[HM]\d{8}(\d{2})?$/.test(text) ? fine({ type, normalised: text.slice(0, 9) }) : wrong('FORMAT');
    case 'taiwan-permit':
      return /^\d{8}$/.test(text) ? fine({ type, normalised: text }) : wrong('FORMAT');
    case 'passport':
      if (!/^[A-Z]{3}$/.test(country ?? '')) return wrong('COUNTRY');
      return /^[A-Z0-9]{1,9}$/.test(text) ? fine({ type, normalised: `${country}${text}` }) : wrong('FORMAT');
  }
}

/** Division (6, also one that no longer exists), birth date (8), sequence (3, odd = male), check character. */
function eighteen(type: DocumentType, text: string, today: LocalDate, shape: RegExp): ParsedDocument {
  if (!shape.test(text)) return wrong('FORMAT');
  const birthDate = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isLocalDate(birthDate) || birthDate > today || birthDate < '1850-01-01') return wrong('BIRTH_DATE');
  if (checkCharacter(text) !== text[17]) return wrong('CHECKSUM');
  return fine({ type, normalised: text, birthDate, sex: Number(text[16]) % 2 === 1 ? 'male' : 'female' });
}

function fine(document: IdentityDocument): ParsedDocument {
  return { ok: true, document };
}

function wrong(problem: DocumentProblem): ParsedDocument {
  return { ok: false, problem };
}
