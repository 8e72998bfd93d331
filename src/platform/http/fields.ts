import { z } from 'zod';
import { defineError, type ErrorDefinition } from '../kernel/domain-error.js';
import { type Mobile, readMaskedMobile, readMobile } from '../kernel/mobile.js';
import { holdsUnseen, isName, lengthOf, spelledName } from '../kernel/text.js';

/** What is wrong with one field, in words that stand beside it. */
const wrong = (code: string, zh: string, en: string) => fault(defineError(code, 'malformed', { zh, en })().definition);
const EMPTY = wrong('FIELD.EMPTY', '请填写此项', 'Fill this in');
const TOO_LONG = wrong('FIELD.TOO_LONG', '内容过长，请缩短', 'Too long, shorten it');
const UNSEEN = wrong('FIELD.UNSEEN_CHARACTERS', '含有看不见的字符，请删除后重新输入', 'Holds characters that cannot be seen; remove them and type it again');
const NAME = wrong('FIELD.NAME', '姓名只能包含文字、空格、连字符、撇号和间隔号（·）', 'A name consists of letters, spaces, hyphens, apostrophes and dots (·)');
const MOBILE = wrong('FIELD.MOBILE', '手机号码有误，请核对', 'This is no mobile number');
const MOBILE_PART = wrong('FIELD.MOBILE_PART', '请填写手机号后四位，或列表中显示的形式；地址中不得出现完整号码', 'The last four digits, or the number as the list shows it: no whole number stands in an address');

function fault(definition: ErrorDefinition) {
  return { message: definition.title.en, params: { definition }, abort: true };
}

const VISIBLE = 'Without characters that cannot be seen.';

function text(spelled: (typed: string) => string, { min, max }: { min: number; max: number }) {
  return z
    .string()
    .overwrite(spelled)
    .refine((value) => lengthOf(value) >= min, EMPTY)
    .refine((value) => lengthOf(value) <= max, TOO_LONG)
    .refine((value) => !holdsUnseen(value), UNSEEN)
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
  return text(spelledName, { min: 1, max }).refine(isName, NAME);
}

/** However it is typed; one spelling for one mobile at every door. */
export const mobile = z
  .string()
  .overwrite((typed) => readMobile(typed) ?? typed)
  .refine((value): value is Mobile => readMobile(value) !== undefined, MOBILE)
  .meta({ maxLength: 40, description: VISIBLE }) as unknown as z.ZodType<Mobile, string>;

/** To look for a number in an address, where no whole one may stand. */
export const maskedMobile = z
  .string()
  .overwrite((typed) => readMaskedMobile(typed) ?? typed)
  .refine((value) => readMaskedMobile(value) !== undefined, MOBILE_PART)
  .meta({ maxLength: 40, description: 'As the list shows it, or the last four digits.' });

/** The key of an area in the tree: a code of the state, or one of ours where there is none. */
export const areaKey = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/, 'the key of an area');

/** What a field's schema said of it, if it was one of these. */
export function faultOf(issue: object): { fault: ErrorDefinition } | undefined {
  const fault = (issue as { params?: { definition?: ErrorDefinition } }).params?.definition;
  return fault && { fault };
}
