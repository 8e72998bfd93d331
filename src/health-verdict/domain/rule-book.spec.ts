import { aRuleBook, aVersion, CASE, PURCHASE, THREE_COLOURS, VISIT } from '../../../test/health-verdict/a-rule-book.js';
import { versionInForce, wordsOfCause, worstColour } from './rule-book.js';

const at = (local: string) => new Date(`${local}+08:00`);
const said = (cause: typeof VISIT, en: string) => ({ ...cause, title: { zh: en, en } });
const BOOK = aRuleBook([
  aVersion(1, '2020-02-01', CASE, said(VISIT, 'first'), said(PURCHASE, 'bought')),
  aVersion(2, '2020-02-20', CASE, said(VISIT, 'second')),
  aVersion(3, '2020-03-01', CASE, said(VISIT, 'third')),
]);

describe('The version in force', () => {
  it.each([
    ['2020-01-31T23:59:59.999', undefined],
    ['2020-02-01T00:00:00', 1],
    ['2020-02-19T23:59:59.999', 1],
    ['2020-02-20T00:00:00', 2],
    ['2021-01-01T00:00:00', 3],
  ])('at %s is %s', (moment, version) => {
    expect(versionInForce(BOOK, at(moment))?.version).toBe(version);
  });
});

describe('A cause is explained', () => {
  it.each([
    ['in the words in force', VISIT, '2020-02-20T00:00:00', 'second'],
    ['not yet in those of a staged version', VISIT, '2020-02-29T23:59:59', 'second'],
    ['in the last words that it had, once it is dropped', PURCHASE, '2020-02-25T00:00:00', 'bought'],
    ['in the newest words, before any version began', VISIT, '2020-01-01T00:00:00', 'third'],
  ])('%s', (_how, { cause }, moment, words) => {
    expect(wordsOfCause(BOOK, cause, at(moment)).title.en).toBe(words);
  });
});

describe('The worst of several colours', () => {
  const book = aRuleBook([], THREE_COLOURS);
  it.each([
    [['yellow', 'red', 'green'], 'red'],
    [['green', 'yellow'], 'yellow'],
    [[], 'green'],
  ])('of %j is %s', (colours, worst) => {
    expect(worstColour(book, colours)).toBe(worst);
  });
});
