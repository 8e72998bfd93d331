import { sql } from 'kysely';

/**
 * Many values of one length as one parameter, for `unnest(…) WITH ORDINALITY`: the driver writes arrays of bytes as text, escaped twice, and the
 * server reads it back, which costs more than what is done with them.
 * @param n the column that counts the rows, from 1
 */
export function packed(values: readonly Uint8Array[], n: string) {
  const length = values[0]?.length ?? 0;
  if (values.some((value) => value.length !== length)) throw new Error('Only values of one length are packed.');
  return sql<Buffer>`substring(${Buffer.concat(values)}::bytea FROM ((${sql.ref(n)} - 1) * ${length} + 1)::int FOR ${length}::int)`;
}
