/**
 * Calendar days of Asia/Shanghai, as the rules count them. Processes run in UTC and dates travel as `YYYY-MM-DD` strings.
 * The zone has had no daylight saving time since 1991, so a day is UTC+8 shifted; no date before that is computed with.
 */
const OFFSET = 8 * 3_600_000;
const DAY = 24 * 3_600_000;

/** `YYYY-MM-DD` */
export type LocalDate = string;

/** The calendar day in Shanghai at this instant. */
export function localDate(instant: Date): LocalDate {
  return new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10);
}

/** The hour of that day, 0 to 23. */
export function localHour(instant: Date): number {
  return new Date(instant.getTime() + OFFSET).getUTCHours();
}

/** 00:00 in Shanghai of this day. */
export function startOfDay(date: LocalDate): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - OFFSET);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Nobody here was born before, nothing here is planned for later. PostgreSQL knows no year 0, JavaScript none after 275760. */
const FIRST_DAY = '1850-01-01';
const LAST_DAY = '2199-12-31';

/** Whether an instant lies in the years that are reckoned with; an invalid Date does not. */
export function isInReckoning(instant: Date): boolean {
  return (
    instant.getTime() >= startOfDay(FIRST_DAY).getTime() &&
    instant.getTime() < startOfDay(addDays(LAST_DAY, 1)).getTime()
  );
}

/** Whether the text is a day of the calendar, in the years that are reckoned with: `2021-02-29` and `0000-01-01` are not. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY || text > LAST_DAY) return false;
  return (
    Number(text.slice(8)) >= 1 &&
    Number(text.slice(8)) <= daysOfMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
  );
}

/** 0 for a month that there is not. By hand: a file asks it for every row, and a `Date` costs twenty times as much. */
function daysOfMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}
