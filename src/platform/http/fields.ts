import { z } from 'zod';
import type { ErrorDefinition } from '../kernel/domain-error.js';
import { type Mobile, readMaskedMobile, readMobile } from '../kernel/mobile.js';
import { holdsUnseen, isName, lengthOf, spelledName } from '../kernel/text.js';
import { FAULTS } from './faults.js';

/** For `refine`: what is said of a value that does not fit. */
export function saying(fault: ErrorDefinition) {
  return { message: fault.title.en, params: { fault }, abort: true };
}

const VISIBLE = 'Without characters that cannot be seen.';

function text(spelled: (typed: string) => string, { min, max }: { min: number; max: number }) {
  return z
    .string()
    .overwrite(spelled)
    .refine((value) => lengthOf(value) >= min, saying(FAULTS.empty))
    .refine((value) => lengthOf(value) <= max, saying(FAULTS.tooLong))
    .refine((value) => !holdsUnseen(value), saying(FAULTS.unseen))
    .meta({ ...(min > 0 ? { minLength: min } : {}), maxLength: max, description: VISIBLE });
}

/** What people write freely, on one line; nothing that cannot be seen. @param max in characters as people count them */
export function freeText(max: number) {
  return text((typed) => typed.trim(), { min: 0, max });
}

/** Free text that may not be left out. */
export function requiredText(max: number) {
  return text((typed) => typed.trim(), { min: 1, max });
}

/** The name of a person, in the one spelling that is kept. */
export function personName(max: number) {
  return text(spelledName, { min: 1, max }).refine(isName, saying(FAULTS.name));
}

/** However it is typed; one spelling for one mobile at every door. */
export const mobile = z
  .string()
  .overwrite((typed) => readMobile(typed) ?? typed)
  .refine((value): value is Mobile => readMobile(value) !== undefined, saying(FAULTS.mobile))
  .meta({ maxLength: 40, description: VISIBLE }) as unknown as z.ZodType<Mobile, string>;

/** To look for a number in an address, where no whole one may stand: as the list shows it, or the last four digits. */
export const maskedMobile = z
  .string()
  .overwrite((typed) => readMaskedMobile(typed) ?? typed)
  .refine((value) => readMaskedMobile(value) !== undefined, saying(FAULTS.mobilePart))
  .meta({ maxLength: 40, description: VISIBLE });

/** The key of an area in the tree: a code of the state, or one of ours where there is none. */
export const areaKey = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/);

/** The six digits of an SMS. */
export const smsCode = z
  .string()
  .refine((typed) => /^\d{6}$/.test(typed), saying(FAULTS.smsCode))
  .meta({ pattern: '^\\d{6}$' });
