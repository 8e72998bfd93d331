import pg from 'pg';
import ts from 'typescript';

/** What the program takes a column's value for: a `Date`, that may be null. */
export interface Declared {
  /** `string`, also of a few words; `unknown` where the program takes it as it comes. */
  readonly kind: string;
  readonly nullable: boolean;
}

export type DeclaredRow = Readonly<Record<string, Declared>>;

const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();

/** As the compiler knows it, with all that it imports. */
export function fileAt(path: string): ts.SourceFile {
  return program.getSourceFile(path)!;
}

export function declaredRow(row: ts.TypeNode | undefined): DeclaredRow | undefined {
  if (!row) return undefined;
  const fields = checker.getPropertiesOfType(checker.getTypeFromTypeNode(row));
  return Object.fromEntries(fields.map((field) => [field.name, declared(checker.getTypeOfSymbol(field))]));
}

function declared(type: ts.Type): Declared {
  const either = type.isUnion() ? type.types : [type];
  const kinds = either.filter(({ flags }) => !(flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined))).map(kindOf);
  return {
    kind: [...new Set(kinds)].join(' | '),
    nullable: either.some(({ flags }) => flags & (ts.TypeFlags.Null | ts.TypeFlags.Unknown)),
  };
}

function kindOf(type: ts.Type): string {
  if (type.flags & ts.TypeFlags.StringLike) return 'string';
  if (type.flags & ts.TypeFlags.NumberLike) return 'number';
  if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (checker.isArrayType(type)) return `${kindOf(checker.getTypeArguments(type as ts.TypeReference)[0]!)}[]`;
  return type.flags & ts.TypeFlags.Unknown ? 'unknown' : (type.symbol?.name ?? checker.typeToString(type));
}

const { BOOL, BYTEA, FLOAT4, FLOAT8, INT2, INT4, INT8, JSON, JSONB, TIMESTAMPTZ } = pg.types.builtins;
const ARRAY_OF_TEXT: number = 1009;
/** As the driver hands them over (`values.ts`); JSON is what was put in, everything else text. */
const KINDS = new Map<number, string>([
  ...[INT2, INT4, INT8, FLOAT4, FLOAT8].map((type) => [type, 'number'] as const),
  ...[JSON, JSONB].map((type) => [type, 'unknown'] as const),
  [BOOL, 'boolean'],
  [BYTEA, 'Buffer'],
  [TIMESTAMPTZ, 'Date'],
  [ARRAY_OF_TEXT, 'string[]'],
]);

/** What PostgreSQL says of a column of the answer; `nullable` where it stands in a table as one that may be empty. */
export interface Described extends Declared {
  readonly name: string;
  /** Its name in that table. */
  readonly column: string | undefined;
}

/** @returns a sentence for each field that is not what the program takes it for; what it does not look at harms nobody */
export function misreadings(text: string, row: DeclaredRow, described: readonly Described[]): string[] {
  return Object.entries(row).flatMap(([name, { kind, nullable }]) => {
    if (new RegExp(`\\$\\d+ AS "?${name}\\b`).test(text)) return []; // A fragment that is handed in has a type of its own.
    const found = described.find((it) => it.name === name);
    if (!found) return [`${name} is not among the columns`];
    if (![kind, found.kind].includes('unknown') && kind !== found.kind)
      return [`${name} is read as ${kind} and is ${found.kind}`];
    const excluded = new RegExp(`\\b${found.column} (IS NOT NULL|<|>)`).test(text);
    return found.nullable && !nullable && !excluded ? [`${name} may be null and is not read so`] : [];
  });
}

/** Prepared and described, never run. @throws what PostgreSQL says against it */
export async function describe(client: pg.Client, text: string): Promise<Described[]> {
  const fields = await new Promise<readonly pg.FieldDef[]>((resolve, reject) => {
    const asked = new Description(text, (error, { fields } = { fields: [] }) =>
      error ? reject(error) : resolve(fields),
    );
    client.query(asked);
  });
  const { rows } = await client.query<{ column: string | null; nullable: boolean | null }>(
    `SELECT a.attname AS column, NOT a.attnotnull AS nullable FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY AS f (relation, number, at)
     LEFT JOIN pg_attribute a ON a.attrelid = f.relation AND a.attnum = f.number AND a.attnum > 0 ORDER BY f.at`,
    [fields.map(({ tableID }) => tableID), fields.map(({ columnID }) => columnID)],
  );
  return fields.map(({ name, dataTypeID }, at) => ({
    name,
    kind: KINDS.get(dataTypeID) ?? 'string',
    nullable: rows[at]?.nullable ?? false,
    column: rows[at]?.column ?? undefined,
  }));
}

interface Wire {
  parse(statement: { text: string }): void;
  describe(what: { type: 'S' }): void;
  sync(): void;
}

class Description extends pg.Query {
  private readonly asked: string;

  constructor(text: string, answer: (error: Error | undefined, result: { fields: pg.FieldDef[] }) => void) {
    super(text, answer);
    this.asked = text;
  }

  override submit = (connection: unknown): void => {
    const wire = connection as Wire;
    wire.parse({ text: this.asked });
    wire.describe({ type: 'S' });
    wire.sync();
  };
}
