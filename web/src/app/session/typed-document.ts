import { Body } from '../api/contract';

export type DocumentType = Body<'POST /api/registrations'>['document']['type'];

export const DOCUMENT_TYPES: readonly DocumentType[] = [
  'resident-id',
  'foreign-permanent-resident',
  'mainland-travel-permit',
  'taiwan-permit',
  'passport',
];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const FORMS: Record<DocumentType, RegExp> = {
  'resident-id': /^\d{17}[\dX]$/,
  'foreign-permanent-resident': /^(9\d{16}[\dX]|[A-Z]{3}\d{12})$/,
  'mainland-travel-permit': /^[HM]\d{8}(\d{2})?$/,
  'taiwan-permit': /^\d{8}$/,
  passport: /^[A-Z0-9]{1,9}$/,
};

/** Says a slip of the finger before the server is asked (GB 11643 check character); the server decides. */
export function documentLooksRight(type: DocumentType, typed: string): boolean {
  const number = oneSpelling(typed);
  if (!FORMS[type].test(number)) return false;
  return number.length === 18 ? checkCharacter(number) === number[17] : true;
}

function checkCharacter(number: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return '10X98765432'[sum % 11];
}

/** Full-width characters, small letters and spaces are other spellings of the same, at every door. */
export function oneSpelling(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}
