import { calendarDay } from '../../platform/kernel/calendar-day.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { Cell, FeedColumn } from './feed.js';

interface Called {
  readonly zh: string;
  readonly en: string;
  /** Other words for it at the head of a file. */
  readonly also?: readonly string[];
}

/** Characters of a cell with a word in it; what is longer need not be looked at. */
const LONGEST = 300;

/** A word of at most sixty characters, kept in the spelling that lists are written in. */
export function word({ zh, en, also = [] }: Called, spelled: (cell: string) => string): FeedColumn<string> {
  return {
    title: { zh, en },
    synonyms: [zh, ...also],
    read: (cell) => {
      const value = cell.length > LONGEST ? '' : spelled(cell);
      return /^[^\p{C}]{1,60}$/u.test(value) ? fine(value) : { ok: false, problem: 'ROW.TEXT' };
    },
  };
}

/** A day that has come. */
export function pastDay({ zh, en, also = [] }: Called): FeedColumn<LocalDate> {
  return {
    title: { zh, en },
    synonyms: [zh, ...also],
    read: (cell, today) => {
      const day = calendarDay(cell);
      if (!day) return { ok: false, problem: 'ROW.DATE' };
      return day > today ? { ok: false, problem: 'ROW.DATE_FUTURE' } : fine(day);
    },
  };
}

/** A day, past or to come, that may be left out. */
export function anyDay({ zh, en, also = [] }: Called): FeedColumn<LocalDate | undefined> {
  return {
    title: { zh, en },
    synonyms: [zh, ...also],
    optional: true,
    mayBeEmpty: true,
    read: (cell) => {
      if (cell === '') return fine(undefined);
      const day = calendarDay(cell);
      return day ? fine(day) : { ok: false, problem: 'ROW.DATE' };
    },
  };
}

function fine<Value>(value: Value): Cell<Value> {
  return { ok: true, value };
}
