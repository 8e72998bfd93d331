import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type DeclaredRow, declaredRow, fileAt } from './row-types.js';

/** A statement as PostgreSQL would get it, with what is bound as `$1` …, or what of it is only known when it runs. */
export interface Statement {
  /** `src/platform/messaging/outbox.ts#append`: the file and the function that holds it. */
  readonly place: string;
  readonly text: string;
  readonly reads: boolean;
  readonly composed: boolean;
  /** What the program takes each column of its rows for; nothing where it looks at none. */
  readonly rows: DeclaredRow | undefined;
}

const BEGINS = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|LOCK|CREATE|DROP|ALTER|SET|TRUNCATE)\s/;
const COMPOSED = '\u0000';
const VALUE = '\u0001';

export function statementsOf(path: string): Statement[] {
  const found: Statement[] = [];
  const visit = (node: ts.Node): void => {
    const variants = isSql(node) ? textsOf(node.template, node) : isText(node) ? [plainText(node)] : [];
    for (const text of new Set(variants))
      if (BEGINS.test(text))
        found.push({
          place: `${path}#${functionOf(node)}`,
          text: numbered(text),
          reads: /\.execute\(\s*[\w.]*\.read(<[^>]*>)?\(\),?\s*\)/.test(callAround(node)),
          composed: text.includes(COMPOSED),
          rows: rowOf(node),
        });
    ts.forEachChild(node, visit);
  };
  visit(fileAt(path));
  return found;
}

const isSql = (node: ts.Node): node is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql';

const isText = (node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression =>
  (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && !ts.isTaggedTemplateExpression(node.parent);

/** The row is named at the template, or at the call that the text is handed to: `pool.query<Row>({ text: TEXT })`. */
function rowOf(node: ts.Node): DeclaredRow | undefined {
  if (isSql(node)) return declaredRow(node.typeArguments?.[0]);
  const users = ts.isVariableDeclaration(node.parent) ? namesLike(node.parent.name) : [node];
  return users.map((user) => declaredRow(queryAround(user)?.typeArguments?.[0])).find(Boolean);
}

/** Wherever else in the file the name stands. */
function namesLike(name: ts.BindingName): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.getText()) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}

/** The call that it is an argument of, or the `text` of. */
function queryAround(node: ts.Node): ts.CallExpression | undefined {
  const asked = ts.isPropertyAssignment(node.parent) ? node.parent.parent : node;
  return ts.isCallExpression(asked.parent) && asked !== asked.parent.expression ? asked.parent : undefined;
}

/** Of a string that is handed to the driver as it is: its values stand in it as `$1` already. */
function plainText(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return node.templateSpans.reduce((text, span) => {
    const { expression } = span;
    const meant = ts.isIdentifier(expression) ? declarationOf(expression.text, expression) : undefined;
    const part = meant && isText(meant) ? plainText(meant) : COMPOSED;
    return text + part + span.literal.text;
  }, node.head.text);
}

/** Both ways where the program chooses. */
function textsOf(template: ts.TemplateLiteral, from: ts.Node): string[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
  return template.templateSpans.reduce(
    (texts, span) =>
      texts.flatMap((text) => partsOf(span.expression, from).map((part) => text + part + span.literal.text)),
    [template.head.text],
  );
}

function partsOf(expression: ts.Expression, from: ts.Node): string[] {
  if (ts.isParenthesizedExpression(expression)) return partsOf(expression.expression, from);
  if (isSql(expression)) return textsOf(expression.template, expression);
  if (ts.isConditionalExpression(expression) && /\bsql[<`]/.test(expression.getText()))
    return [...partsOf(expression.whenTrue, from), ...partsOf(expression.whenFalse, from)];
  if (ts.isIdentifier(expression)) {
    const meant = declarationOf(expression.text, expression);
    return meant && /\bsql(<[^`]*>)?`|\bsql\.(?!lit)/.test(meant.getText()) ? fragmentsOf(meant) : [VALUE];
  }
  if (ts.isCallExpression(expression)) return calledParts(expression);
  return [VALUE];
}

function calledParts({ expression: called }: ts.CallExpression): string[] {
  const name = called.getText();
  if (/^sql\.(join|ref|table|id|raw)/.test(name)) return [COMPOSED];
  const meant = ts.isIdentifier(called) ? declarationOf(name, called) : undefined;
  return meant && /\bsql(<[^`]*>)?`/.test(meant.getText()) ? fragmentsOf(meant) : [VALUE];
}

/** Of a constant, or of a function that returns just one template. */
function fragmentsOf(meant: ts.Node): string[] {
  if (isSql(meant)) return textsOf(meant.template, meant);
  if (ts.isConditionalExpression(meant)) return [...fragmentsOf(meant.whenTrue), ...fragmentsOf(meant.whenFalse)];
  if (ts.isArrowFunction(meant) && isSql(meant.body)) return textsOf(meant.body.template, meant.body);
  const body = ts.isFunctionDeclaration(meant) ? meant.body : undefined;
  const [only, more] = body?.statements ?? [];
  if (only && !more && ts.isReturnStatement(only) && only.expression && isSql(only.expression))
    return textsOf(only.expression.template, only.expression);
  return [COMPOSED];
}

/** What a name stands for where it is used: in the nearest block around it, at the top of the file, or in the file it is imported from. */
function declarationOf(name: string, from: ts.Node): ts.Node | undefined {
  for (let around: ts.Node | undefined = from.parent; around; around = around.parent) {
    if (ts.isFunctionLike(around) && around.parameters.some((it) => it.name.getText() === name)) return undefined;
    const statements = ts.isBlock(around) || ts.isSourceFile(around) ? around.statements : [];
    for (const statement of statements) {
      const declared = declaredBy(statement, name);
      if (declared) return declared;
    }
  }
  return undefined;
}

function declaredBy(statement: ts.Statement, name: string): ts.Node | undefined {
  if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.find((it) => it.name.getText() === name)?.initializer;
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || !statement.moduleSpecifier.text.startsWith('.')) return undefined;
  const imported = bindings.elements.find((it) => it.name.text === name);
  if (!imported) return undefined;
  const path = join(
    dirname(statement.getSourceFile().fileName),
    statement.moduleSpecifier.text.replace(/\.js$/, '.ts'),
  );
  const wanted = imported.propertyName?.text ?? name;
  return fileAt(path)
    .statements.map((it) => declaredBy(it, wanted))
    .find(Boolean);
}

function numbered(text: string): string {
  let count = 0;
  return text.split(VALUE).reduce((all, part) => `${all}$${++count}${part}`);
}

function functionOf(node: ts.Node): string {
  for (let around = node.parent; around && !ts.isSourceFile(around); around = around.parent) {
    if ((ts.isMethodDeclaration(around) || ts.isFunctionDeclaration(around)) && around.name)
      return around.name.getText();
    if (ts.isVariableDeclaration(around) && ts.isSourceFile(around.parent.parent.parent)) return around.name.getText();
  }
  return '';
}

/** The call that a template is executed by: what stands behind it. */
function callAround(node: ts.Node): string {
  const call = node.parent?.parent;
  return call && ts.isCallExpression(call) ? call.getText().slice(node.getText().length) : '';
}
