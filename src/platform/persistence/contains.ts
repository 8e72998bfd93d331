import { type Expression, sql } from 'kysely';

/** Whether a text has this part, in capitals or small letters; `%` and `_` mean themselves. */
export function contains(text: Expression<string>, part: string) {
  return sql<boolean>`strpos(lower(${text}), lower(${part})) > 0`;
}
