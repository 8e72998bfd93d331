import type { Column } from '../../platform/tabular/header.js';
import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { Words } from '../contracts/colours.js';
import type { RowProblemCode } from '../domain/errors.js';

/** What one row says happened. */
export interface Fact {
  /** What it is evidence of; rules name kinds. */
  readonly kind: string;
  /** Day 0. */
  readonly from: LocalDate;
  /** From 00:00 of this day on it no longer counts: foreseen … */
  readonly until?: LocalDate | undefined;
  /** … or ended by somebody. */
  readonly released?: LocalDate | undefined;
  /** What the feed's list has to name, or the fact is no evidence. */
  readonly named?: string;
}

export type Cell<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: RowProblemCode };

/** A column as it is told to whoever fills it in. */
export interface ToldColumn extends Column {
  /** What its cells say, with an example. */
  readonly hint: Words;
}

/** A column of a feed's own: what it is called, and how its cells are read. */
export interface FeedColumn<Value> extends Omit<ToldColumn, 'name'> {
  readonly title: Words;
  /** @param cell without the marks of a spreadsheet and spaces around it */
  readonly read: (cell: string, today: LocalDate) => Cell<Value>;
}

export type Values = Readonly<Record<string, string | undefined>>;

/** What an authority sends, described: all that is not the same for every feed. */
export interface Feed {
  readonly key: string;
  /** Id of the authority that owns it and answers for it. */
  readonly authority: string;
  readonly name: Words;
  /** Later than this after its last file the feed is late; that is shown, and changes no colour. */
  readonly expectedHours: number;
  readonly about: 'person' | 'area';
  /** Beside those that every feed has. Their order is part of what a row's content is compared by: new ones come last. */
  readonly columns: Readonly<Record<string, FeedColumn<string | undefined>>>;
  /** The versioned list that decides which of its facts are evidence. */
  readonly list?: string;
  readonly fact: (values: Values) => Fact;
}

type ColumnsOf<V extends Values> = { readonly [Name in keyof V]: FeedColumn<V[Name]> };

/** Checked with the types of its own columns. */
export function describeFeed<V extends Values>(
  feed: Omit<Feed, 'columns' | 'fact'> & { readonly columns: ColumnsOf<V>; readonly fact: (values: V) => Fact },
): Feed {
  return feed as unknown as Feed;
}
