import {
  type Expression,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  PostgresQueryCompiler,
  type QueryExecutorProvider,
} from 'kysely';

interface Selects<Tables> extends Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom'> {
  with<Name extends string, Row>(
    name: Name,
    rows: (db: Selects<Tables>) => Expression<Row>,
  ): Selects<Tables & Record<Name, Row>>;
}

/** What only reads: queries composed of typed tables, and templates by `.execute(reader)`. */
export interface Reader<Tables = unknown>
  extends Selects<Tables>, Pick<Kysely<Tables>, 'fn' | 'case' | 'dynamic'>, QueryExecutorProvider {}

/** Whatever can be read of: the database, or one unchanging view of it. */
export interface ReadAccess {
  read<Tables>(): Reader<Tables>;
}

const BEGINS_OTHERWISE = /^\s*(?!SELECT\b|WITH\b)\w/i;
const WRITES_OR_LOCKS =
  /\b(INSERT\s+INTO|DELETE\s+FROM|MERGE\s+INTO|UPDATE\s+["\w]|FOR\s+(NO\s+KEY\s+)?UPDATE\b|FOR\s+(KEY\s+)?SHARE\b)/i;

const compiler = new PostgresQueryCompiler();

/** For the connection of a transaction, where PostgreSQL would let a template write: judged as it is sent, of however many parts it is composed. */
const onlyReads: KyselyPlugin = {
  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    const text = compiler.compileQuery(node, queryId).sql;
    if (BEGINS_OTHERWISE.test(text) || WRITES_OR_LOCKS.test(text))
      throw new Error('A reader executes only what reads.');
    return node;
  },
  transformResult: ({ result }) => Promise.resolve(result),
};

/** What a transaction sees, and nothing that it could do. */
export function readerOf<Tables>(db: Kysely<Tables>): Reader<Tables> {
  const reading: unknown = db.withPlugin(onlyReads);
  return reading as Reader<Tables>;
}
