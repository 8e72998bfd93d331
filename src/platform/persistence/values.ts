import type { ColumnType, Selectable } from 'kysely';
import pg from 'pg';

/** Read as a moment to the millisecond; where microseconds count (cursors of pages, places in the outbox), a statement asks for text. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
/** Read as `2020-02-09`: a day has no time of day and no zone. */
export type Day = string;
/** Read as a number; one that would lose digits is refused. */
export type Whole = number;
/** Read as text, exactly as it stands: `37.3`. */
export type Decimal = ColumnType<string, number | string, number | string>;
/** Read as whatever was put in, which the reader has to name; written as the text of `JSON.stringify`, because the driver makes arrays something else. */
export type Jsonb = ColumnType<unknown, string, string>;

/** A row as it is read: `Row<CheckpointTables, 'checkpoint.scan'>`. */
export type Row<Tables, Name extends keyof Tables> = Selectable<Tables[Name]>;

const { builtins } = pg.types;
const [TEXTS, DAYS, WHOLES] = [1009, 1182, 1016];

/** What a value of the database is in the program, the same on every connection; `npm run tables` writes the types above into each `tables.ts`. */
export const VALUES = new pg.TypeOverrides();
const texts = VALUES.getTypeParser(TEXTS, 'text') as unknown as (text: string) => (string | null)[];
const asItStands = (text: string) => text;
VALUES.setTypeParser(builtins.DATE, asItStands);
VALUES.setTypeParser(builtins.INTERVAL, asItStands);
VALUES.setTypeParser(DAYS, texts);
VALUES.setTypeParser(builtins.INT8, whole);
VALUES.setTypeParser(WHOLES, (text: string) => texts(text).map((one) => (one === null ? null : whole(one))));

function whole(text: string): Whole {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('A whole number of the database is too large for a number here.');
  return value;
}
