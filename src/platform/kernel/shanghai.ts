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

/** 00:00 in Shanghai of this day. */
export function startOfDay(date: LocalDate): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - OFFSET);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar: `2021-02-29` is not. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}
