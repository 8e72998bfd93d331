import { addDays, isLocalDate, type LocalDate } from '../../platform/kernel/shanghai.js';
import { issuesPassports } from './countries.js';

export const DOCUMENT_TYPES = [
  'resident-id',
  'foreign-permanent-resident',
  'mainland-travel-permit',
  'taiwan-permit',
  'passport',
] as const;
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

export type ParsedDocument =
  | { readonly ok: true; readonly document: IdentityDocument }
  | { readonly ok: false; readonly problem: DocumentProblem };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const OLDEST_BIRTH = '1850-01-01';

/** GB/T 2260: two digits of every province there ever was; counties come and go, these stay. 81–83 are the residence permits of Hong Kong, Macao and Taiwan residents. */
const PROVINCES =
  '11|12|13|14|15|21|22|23|31|32|33|34|35|36|37|41|42|43|44|45|46|50|51|52|53|54|61|62|63|64|65|71|81|82|83';
const RESIDENT_ID = new RegExp(`^(?:${PROVINCES})\\d{15}[\\dX]$`);
/** A 9, then province and country instead of a division. */
const PERMANENT_RESIDENT = new RegExp(`^9(?:${PROVINCES})\\d{14}[\\dX]$`);

/** GB 11643-1999, ISO 7064 MOD 11-2: the 18th character follows from the first 17. */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECKS[sum % 11]!;
}

/**
 * Reads a document as typed by a person or sent by a feed: full-width digits, small letters and spaces are other spellings of the same.
 * @param today the Shanghai day, for birth dates in the future
 * @param country issuing country of a passport, ISO 3166-1 alpha-3 or a special code of ICAO Doc 9303
 */
export function parseDocument(type: DocumentType, number: string, today: LocalDate, country = ''): ParsedDocument {
  const text = oneSpelling(number);
  const issuer = oneSpelling(country);
  switch (type) {
    case 'resident-id':
      return eighteen(type, text, today, RESIDENT_ID);
    case 'foreign-permanent-resident':
      if (/^[A-Z]{3}\d{12}$/.test(text))
        return issuesPassports(text.slice(0, 3)) ? fine({ type, normalised: text }) : wrong('FORMAT');
      return eighteen(type, text, today, PERMANENT_RESIDENT);
    case 'mainland-travel-permit':
      return /^[HM]\d{8}(\d{2})?$/.test(text) ? fine({ type, normalised: text.slice(0, 9) }) : wrong('FORMAT');
    case 'taiwan-permit':
      return /^\d{8}$/.test(text) ? fine({ type, normalised: text }) : wrong('FORMAT');
    case 'passport':
      if (!issuesPassports(issuer)) return wrong('COUNTRY');
      return /^[A-Z0-9]{1,9}$/.test(text) ? fine({ type, normalised: `${issuer}${text}` }) : wrong('FORMAT');
  }
}

/** Division (6, also one that no longer exists), birth date (8), sequence (3, from 001, odd = male), check character. */
function eighteen(type: DocumentType, text: string, today: LocalDate, shape: RegExp): ParsedDocument {
  if (!shape.test(text) || text.slice(14, 17) === '000') return wrong('FORMAT');
  const birthDate = birthDateOf(text);
  if (!isLocalDate(birthDate) || birthDate > today || birthDate < OLDEST_BIRTH) return wrong('BIRTH_DATE');
  if (checkCharacter(text) !== text[17]) return wrong('CHECKSUM');
  return fine({ type, normalised: text, birthDate, sex: Number(text[16]) % 2 === 1 ? 'male' : 'female' });
}

/** Younger holders are taken for what they nearly always are: a division, the day of a record and its running number. */
const TODDLER_DAYS = 730;

/**
 * Whether free text (a reference, a remark) holds a number of eighteen, however it is spaced: it would be personal data where none belongs.
 * Only what fits wholly, to its check character, is one: `350102202002101234` is how a hospital counts its records of a day.
 */
export function holdsDocumentNumber(text: string, today: LocalDate): boolean {
  const spelling = oneSpelling(text);
  if (spelling.length < 18) return false;
  const grown = addDays(today, -TODDLER_DAYS);
  return windows(spelling.replace(/[^\p{L}\p{N}]/gu, '')).some(
    (window) =>
      eighteen('resident-id', window, grown, RESIDENT_ID).ok ||
      eighteen('foreign-permanent-resident', window, grown, PERMANENT_RESIDENT).ok,
  );
}

/** Every eighteen characters in a row that are 17 digits and a digit or X. */
function windows(text: string): string[] {
  return [...text.matchAll(/(?=(\d{17}[\dX]))/g)].map(([, window]) => window!);
}

function birthDateOf(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
}

function oneSpelling(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

function fine(document: IdentityDocument): ParsedDocument {
  return { ok: true, document };
}

function wrong(problem: DocumentProblem): ParsedDocument {
  return { ok: false, problem };
}
