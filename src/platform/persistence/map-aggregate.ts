import { defineEntity, type EntityClass, type EntityCtor, type EntitySchema } from '@mikro-orm/core';

/** A column, by the type that its values have in the aggregate. */
interface ColumnOf<Value> {
  readonly '~type'?: { readonly value: Value };
}

type Columns<Aggregate> = {
  readonly [Key in keyof Aggregate as Aggregate[Key] extends (...args: never[]) => unknown ? never : Key]?: ColumnOf<
    Aggregate[Key]
  >;
};

/**
 * Maps an aggregate from outside. Its columns are named by what everybody may read of it, and the compiler compares their types; where
 * that is a getter, `.accessor('_name')` says which private field lies behind it.
 *
 * The constructor of an aggregate is private, because only its own factories make one; the ORM never calls it when it loads. This is the
 * only place where the class is handed out as one that could be constructed.
 */
export function mapAggregate<Aggregate extends object>(
  aggregate: EntityClass<Aggregate>,
  table: `${string}.${string}`,
  properties: Columns<Aggregate>,
): EntitySchema<Aggregate> {
  const [schema, tableName] = table.split('.') as [string, string];
  return defineEntity({ class: aggregate as EntityCtor<Aggregate>, schema, tableName, properties });
}
