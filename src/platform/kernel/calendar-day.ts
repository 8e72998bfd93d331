import { isLocalDate, type LocalDate } from './shanghai.js';

const FORMS = [
  /^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})(?!\d)(?<rest>.*)$/,
  /^(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})日?(?<rest>.*)$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?!\d)(?<rest>.*)$/,
];

/** A time of day without a zone, or with ours: with another one it might be another day here. */
const AFTERWARDS =
  /^(?: *(?:星期|周)[一二三四五六日天])?(?:[ T]*(?:上午|下午|中午|晚上|凌晨|[AP]M)? *(?:[01]?\d|2[0-3])(?:[:时][0-5]?\d(?:[:分][0-5]?\d(?:\.\d+)?)?[分秒]?|时)(?: *[AP]M)?(?: *\+08:?00)?)?$/i;

/** `13:45 PM`: with these letters a day has twice twelve hours, and this is something else. */
const IMPOSSIBLE_HOUR = /(?:[AP]M *(?:1[3-9]|2[0-3])[:时]|(?:^|[ T])(?:1[3-9]|2[0-3])[:时].*[AP]M)/i;

const FIRST_YEAR = 1900;
/** Of a day with the longest time of day behind it; what is longer need not be looked at. */
const LONGEST = 64;

/** A day as programs and people in China write it: `2020-02-09`, `2020/2/9`, `2020年2月9日`, `20200209`, with a time of day or without; never the American or two-digit forms. */
export function calendarDay(text: string): LocalDate | undefined {
  if (text.length > LONGEST) return undefined;
  const spelling = text.normalize('NFKC').trim();
  const parts = FORMS.map((form) => form.exec(spelling)?.groups).find((groups) => groups !== undefined);
  if (!parts || !AFTERWARDS.test(parts['rest']!) || IMPOSSIBLE_HOUR.test(parts['rest']!)) return undefined;
  if (Number(parts['year']) < FIRST_YEAR) return undefined;
  const date = [parts['year']!, parts['month']!.padStart(2, '0'), parts['day']!.padStart(2, '0')].join('-');
  return isLocalDate(date) ? date : undefined;
}
