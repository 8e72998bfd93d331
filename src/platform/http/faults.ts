import type { z } from 'zod';
import { defineError, type ErrorDefinition } from '../kernel/domain-error.js';

/** What is wrong with one field, in words that stand beside it. `{limit}` is the bound of its schema, never what was sent. */
function fault(code: string, zh: string, en: string): ErrorDefinition {
  return defineError(`FIELD.${code}`, 'malformed', { zh, en })().definition;
}

export const FAULTS = {
  empty: fault('EMPTY', '请填写此项', 'Fill this in'),
  tooLong: fault('TOO_LONG', '内容过长，请缩短', 'Too long, shorten it'),
  tooShort: fault('TOO_SHORT', '内容过短，请补充', 'Too short, add what is missing'),
  tooSmall: fault('TOO_SMALL', '不能小于{limit}', 'This has to be {limit} or more'),
  tooLarge: fault('TOO_LARGE', '不能大于{limit}', 'This has to be {limit} or less'),
  step: fault('STEP', '小数位数过多，请精确到{limit}', 'Too many decimals; give it in steps of {limit}'),
  text: fault('TEXT', '此项应为文字', 'This has to be text'),
  number: fault('NUMBER', '请填写数字', 'Fill in a number'),
  wholeNumber: fault('WHOLE_NUMBER', '请填写整数', 'Fill in a whole number'),
  choice: fault('CHOICE', '请从可选项中选择', 'Choose one of the options'),
  confirmation: fault('CONFIRMATION', '请确认此项', 'Confirm this'),
  id: fault('ID', '编号有误，请刷新页面后重试', 'This is no valid id; reload the page and try again'),
  day: fault(
    'DATE',
    '请填写1850年至2199年之间的日期，例如2026-11-25',
    'Give a date between 1850 and 2199, for example 2026-11-25',
  ),
  instant: fault(
    'TIME',
    '请填写1850年至2199年之间的时间，例如2026-11-25T08:00:00Z',
    'Give a time between 1850 and 2199, for example 2026-11-25T08:00:00Z',
  ),
  form: fault('FORM', '格式有误，请核对', 'Not in the right form; check it'),
  unknown: fault('UNKNOWN', '没有这一项，请刷新页面后重试', 'There is no such field; reload the page and try again'),
  cursor: fault(
    'CURSOR',
    '列表已变化，请从第一页重新打开',
    'The list cannot go on from here; open it again from its first page',
  ),
  tooDeep: fault('TOO_DEEP', '内容嵌套超过{limit}层', 'This nests deeper than {limit} levels'),
  unseen: fault(
    'UNSEEN_CHARACTERS',
    '含有看不见的字符（如零宽连接符、异体字选择符），请删除后重新输入',
    'Holds characters that cannot be seen, such as joiners and variation selectors; remove them and type it again',
  ),
  name: fault(
    'NAME',
    '姓名须以文字开头，只能包含文字、空格、连字符、撇号和间隔号（·），不能含数字、符号和看不见的字符',
    'A name begins with a letter and holds letters, spaces, hyphens, apostrophes and dots (·), no figures, symbols or characters that cannot be seen',
  ),
  mobile: fault('MOBILE', '手机号码有误，请核对', 'This is no mobile number'),
  mobilePart: fault(
    'MOBILE_PART',
    '请填写手机号后四位，或列表中显示的形式；地址中不得出现完整号码',
    'The last four digits, or the number as the list shows it: no whole number stands in an address',
  ),
  smsCode: fault('SMS_CODE', '请输入短信中的6位数字', 'Type the six digits of the SMS'),
} as const;

/** One field of a request that does not fit, without the value that was sent. */
export interface FieldProblem {
  /** `document.number`; the name of the parameter, or `body`, where it is the whole of it. */
  readonly path: string;
  readonly fault: ErrorDefinition;
  readonly limit?: number;
}

type Issue = z.core.$ZodIssue;

/** @param at the parameter's name, or what was read: `body`, `query` */
export function fieldProblems(
  issues: readonly Issue[],
  sent: unknown,
  at: { name: string; inPath: boolean },
): FieldProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, sent, at)).slice(0, 20);
}

function problemsOf(issue: Issue, sent: unknown, at: { name: string; inPath: boolean }): FieldProblem[] {
  const pathTo = (...inner: string[]) =>
    [...(at.inPath ? [at.name] : []), ...issue.path, ...inner].join('.') || at.name;
  const path = pathTo();
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: isFieldName(key) ? pathTo(key) : path, fault: FAULTS.unknown }));
  if (issue.code === 'invalid_union') {
    const [nearest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
    return nearest.length > 0
      ? nearest.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, sent, at))
      : [{ path, fault: FAULTS.form }];
  }
  if (valueAt(sent, issue.path) === undefined) return [{ path, fault: FAULTS.empty }];
  return [{ path, ...faultOf(issue) }];
}

function faultOf(issue: Issue): Omit<FieldProblem, 'path'> {
  switch (issue.code) {
    case 'custom':
      return { fault: (issue.params?.['fault'] as ErrorDefinition | undefined) ?? FAULTS.form };
    case 'too_small':
      return isCounted(issue.origin)
        ? { fault: issue.minimum === 1 ? FAULTS.empty : FAULTS.tooShort }
        : { fault: FAULTS.tooSmall, limit: Number(issue.minimum) };
    case 'too_big':
      return isCounted(issue.origin)
        ? { fault: FAULTS.tooLong }
        : { fault: FAULTS.tooLarge, limit: Number(issue.maximum) };
    case 'not_multiple_of':
      return { fault: FAULTS.step, limit: Number(issue.divisor) };
    case 'invalid_value':
      return { fault: issue.values.length === 1 && issue.values[0] === true ? FAULTS.confirmation : FAULTS.choice };
    case 'invalid_type':
      return { fault: BY_TYPE[issue.expected] ?? FAULTS.form };
    case 'invalid_format':
      return { fault: BY_FORMAT[issue.format] ?? FAULTS.form };
    default:
      return { fault: FAULTS.form };
  }
}

const BY_TYPE: Readonly<Record<string, ErrorDefinition>> = {
  string: FAULTS.text,
  number: FAULTS.number,
  int: FAULTS.wholeNumber,
};
const BY_FORMAT: Readonly<Record<string, ErrorDefinition>> = {
  uuid: FAULTS.id,
  guid: FAULTS.id,
  date: FAULTS.day,
  datetime: FAULTS.instant,
};

const isCounted = (origin: string) => origin === 'string' || origin === 'array';

/** A name that a client made up may be anything: it is repeated only where it could be one of ours. */
const isFieldName = (key: string) => /^\w{1,40}$/.test(key);

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], sent);
}
