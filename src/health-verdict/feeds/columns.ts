import { calendarDay } from '../../platform/kernel/calendar-day.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { RowProblemCode } from '../domain/errors.js';
import type { Cell, FeedColumn } from './feed.js';

interface Called {
  readonly zh: string;
  readonly en: string;
  /** Other words for it at the head of a file. */
  readonly also?: readonly string[];
}

/** Characters of a cell with a word in it; what is longer need not be looked at. */
const LONGEST = 300;
const LONGEST_WORD = 60;
const DAYS = { zh: '2020-02-09、2020/2/9 或 2020年2月9日', en: '2020-02-09, 2020/2/9 or 2020年2月9日' };
/** `43870` is 2020-02-09 to a spreadsheet, as a number: with or without the hour. */
const SERIAL = /^\d{5}([.,]\d+)?$/;

/** A word of at most sixty characters, kept in the spelling that lists are written in. */
export function word(
  { zh, en, also = [], example }: Called & { readonly example: string },
  spelled: (cell: string) => string,
): FeedColumn<string> {
  return {
    title: { zh, en },
    hint: {
      zh: `最多 ${LONGEST_WORD} 个字，如 ${example}`,
      en: `At most ${LONGEST_WORD} characters, such as ${example}`,
    },
    synonyms: [zh, ...also],
    read: (cell) => {
      if (cell === '') return wrong('ROW.MISSING');
      const value = cell.length > LONGEST ? cell : spelled(cell);
      const problem = unfit(value, LONGEST_WORD);
      return problem ? wrong(problem) : fine(value);
    },
  };
}

/** A day that has come. */
export function pastDay({ zh, en, also = [] }: Called): FeedColumn<LocalDate> {
  return {
    title: { zh, en },
    hint: { zh: `今天或以前的日期，如 ${DAYS.zh}`, en: `A day that has come, such as ${DAYS.en}` },
    synonyms: [zh, ...also],
    read: (cell, today) => {
      const day = calendarDay(cell);
      if (!day) return noDay(cell);
      return day > today ? wrong('ROW.DATE_FUTURE') : fine(day);
    },
  };
}

/** A day, past or to come, that may be left out. */
export function anyDay({ zh, en, also = [] }: Called): FeedColumn<LocalDate | undefined> {
  return {
    title: { zh, en },
    hint: { zh: `日期，如 ${DAYS.zh}`, en: `A day, such as ${DAYS.en}` },
    synonyms: [zh, ...also],
    optional: true,
    mayBeEmpty: true,
    read: (cell) => {
      if (cell === '') return fine(undefined);
      const day = calendarDay(cell);
      return day ? fine(day) : noDay(cell);
    },
  };
}

/** What is wrong with a word, whatever it says. */
export function unfit(word: string, longest: number): RowProblemCode | undefined {
  if (word === '') return 'ROW.MISSING';
  if (/\p{C}/u.test(word)) return 'ROW.UNPRINTABLE';
  return [...word].length > longest ? 'ROW.TOO_LONG' : undefined;
}

function noDay(cell: string): Cell<never> {
  if (cell === '') return wrong('ROW.MISSING');
  return wrong(SERIAL.test(cell) ? 'ROW.DATE_SERIAL' : 'ROW.DATE');
}

function wrong(problem: RowProblemCode): Cell<never> {
  return { ok: false, problem };
}

function fine<Value>(value: Value): Cell<Value> {
  return { ok: true, value };
}
