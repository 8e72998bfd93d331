import {
  type AST,
  ASTWithSource,
  Interpolation,
  parseTemplate,
  type TmplAstBoundText,
  type TmplAstElement,
  TmplAstRecursiveVisitor,
  type TmplAstText,
  tmplAstVisitAll,
} from '@angular/compiler';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WEB = join(import.meta.dirname, '..', '..', 'web', 'src');
const SPOKEN_ATTRIBUTES = ['alt', 'aria-label', 'aria-description', 'label', 'matTooltip', 'placeholder', 'title'];
const INLINE = /\btemplate:\s*`([^`]*)`/g;

/** What a person would read in one language only: letters that stand in the template itself (one Latin letter is a sign, as in L4). */
class LiteralText extends TmplAstRecursiveVisitor {
  readonly found: string[] = [];

  override visitText(text: TmplAstText): void {
    this.judge(text.value);
  }

  override visitBoundText(text: TmplAstBoundText): void {
    for (const part of literalParts(text.value)) this.judge(part);
  }

  override visitElement(element: TmplAstElement): void {
    if (element.name === 'style') return;
    for (const { name, value } of element.attributes) if (SPOKEN_ATTRIBUTES.includes(name)) this.judge(value);
    super.visitElement(element);
  }

  private judge(text: string): void {
    if (/\p{L}{2}|\p{Script=Han}/u.test(text)) this.found.push(text.trim());
  }
}

function literalParts(expression: AST): readonly string[] {
  const ast = expression instanceof ASTWithSource ? expression.ast : expression;
  return ast instanceof Interpolation ? ast.strings : [];
}

function literalsIn(template: string): string[] {
  const { nodes, errors } = parseTemplate(template, 'template.html');
  if (errors?.length) throw new Error(errors[0]!.msg);
  const visitor = new LiteralText();
  tmplAstVisitAll(visitor, nodes);
  return visitor.found;
}

/** `index.html` is outside: it shows before any language is known. */
function templates(): [name: string, template: string][] {
  const names = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) => name.startsWith('app'));
  const files = names
    .filter((name) => name.endsWith('.html'))
    .map((name): [string, string] => [name, readFileSync(join(WEB, name), 'utf8')]);
  const inline = names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) =>
      [...readFileSync(join(WEB, name), 'utf8').matchAll(INLINE)].map((match): [string, string] => [name, match[1]!]),
    );
  return [...files, ...inline];
}

describe('Templates', () => {
  it('have no text of their own: every word comes from the language files', () => {
    expect(templates().length).toBeGreaterThan(3);
    expect(templates().flatMap(([name, template]) => literalsIn(template).map((text) => `${name}: ${text}`))).toEqual(
      [],
    );
  });

  it.each([
    ['<p>健康码</p>', '健康码'],
    ['@if (open()) { <b>Open</b> }', 'Open'],
    ['<p>{{ count() }} scans</p>', 'scans'],
    ['<input placeholder="Name">', 'Name'],
    ['@for (row of rows(); track row) { {{ row }} } @empty { Nothing }', 'Nothing'],
  ])('in %s a literal is found', (template, text) => {
    expect(literalsIn(template)).toEqual([text]);
  });

  it('may use signs, numbers and icons', () => {
    expect(literalsIn(`<p class="big" aria-hidden="true">· 12:30 {{ 'code.title' }} <br> — {{ at() }} ℃</p>`)).toEqual(
      [],
    );
  });
});
