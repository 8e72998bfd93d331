import fc from 'fast-check';
import { Readable } from 'node:stream';
import { longNumberOf } from '../src/health-verdict/feeds/about.js';
import { spelledDrug } from '../src/health-verdict/feeds/drug.js';
import { outpatientRecords } from '../src/health-verdict/feeds/outpatient.js';
import { columnsOf, readRow } from '../src/health-verdict/feeds/read-row.js';
import { decodeBase45 } from '../src/health-verdict/token/base45.js';
import { readCbor } from '../src/health-verdict/token/cbor.js';
import { luhnValid } from '../src/health-verdict/token/digits.js';
import { DOCUMENT_TYPES, holdsDocumentNumber, parseDocument } from '../src/identity/contracts/document.js';
import { estimator } from '../src/identity/application/new-passwords.js';
import { subscriberOf } from '../src/identity/application/client-address.js';
import { acceptablePassword } from '../src/identity/domain/password-rules.js';
import { isUscc } from '../src/organization/domain/uscc.js';
import { maskName } from '../src/platform/crypto/masking.js';
import { nestsDeeperThan } from '../src/platform/http/bodies.js';
import { decodeCursor } from '../src/platform/http/page.js';
import { calendarDay } from '../src/platform/kernel/calendar-day.js';
import { readMobile } from '../src/platform/kernel/mobile.js';
import { comparableName, holdsUnseen, isName, spelledName } from '../src/platform/kernel/text.js';
import { textTable } from '../src/platform/tabular/text-table.js';

const TODAY = '2020-02-15';
const PERSON = { mobile: '13800000001' };
const guesses = await estimator();
const ROW = {
  reference: 'r-1',
  revision: '1',
  document_type: 'resident-id',
  document_number: '11010519491231002X',
  country: '',
  department: '发热门诊',
  visit_date: '2020-02-10',
  withdrawn: '0',
};
const COLUMNS = columnsOf(outpatientRecords);
const HEADER = COLUMNS.map(({ name }) => name).join(',');

async function table(content: Buffer): Promise<void> {
  try {
    for await (const _ of textTable(Readable.from([content]), COLUMNS));
  } catch {
    // What is no table takes no longer, either.
  }
}

/** Whatever reads what comes from outside; each gets the same text. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'a table': (text) => table(Buffer.from(text)),
  'a last row': (text) => table(Buffer.from(`${HEADER}\nr,1,resident-id,1,,x,2020-02-10,0,${text}`)),
  'a row among others': (text) => table(Buffer.from(`${HEADER}\n${text}\nr,1\n`)),
  'a table in GBK': (text) =>
    table(Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from('b7a2c8c8c3c5d5ef', 'hex'), Buffer.from(text)])),
  'a table in UTF-16': (text) => table(Buffer.from(`\ufeff${HEADER}\n${text}`, 'utf16le')),
  ...Object.fromEntries(
    COLUMNS.map(({ name }) => [
      `the cell ${name}`,
      (text: string) => readRow(outpatientRecords, { ...ROW, [name]: text }, TODAY),
    ]),
  ),
  'a long number': (text) => longNumberOf({ document_number: text }),
  'a drug': (text) => spelledDrug(text.slice(0, 300)),
  'a day': (text) => [calendarDay(text), calendarDay(`2020-02-10${text}`)],
  'a document': (text) => [
    holdsDocumentNumber(text, TODAY),
    ...DOCUMENT_TYPES.map((type) => parseDocument(type, text, TODAY, text)),
  ],
  'a mobile number': (text) => readMobile(text),
  'a name': (text) => [holdsUnseen(text), isName(spelledName(text)), comparableName(text), maskName(text)],
  'a password': (text) => [acceptablePassword(text, PERSON, guesses), guesses(text, [PERSON.mobile])],
  'a cursor': (text) => decodeCursor(Buffer.from(text).toString('base64url'), 'at', 'id'),
  'a presentation': (text) => [decodeBase45(text), readCbor(Buffer.from(text))],
  digits: (text) => [luhnValid(text), isUscc(text), subscriberOf(text)],
  JSON: (text) => nestsDeeperThan(text, 16),
};

/** Milliseconds of this process: others on the machine do not count. */
async function cost(reader: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage();
  try {
    await reader(text);
  } catch {
    // A refusal is an answer.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Characters: some readers look at a beginning only, so it is one of those, and no reader may take long for it. */
const N = 4000;
const LONGEST_MS = 500;
const TRIES = 3;
const grown = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));
const UNITS = [
  ',',
  ' ',
  '\n',
  '\r',
  '\t',
  '"',
  "'",
  '=',
  '.',
  '0',
  '1',
  'x',
  '发',
  '-',
  ':',
  ' T',
  'a,',
  ' \n',
  '",',
  '""',
  '="',
  '1 ',
  ' ·',
  '.0',
  ',000',
  '年1',
  '\0',
  '\u001a',
  '\u00a0',
  '\ufdfa',
  '[',
  '::',
  '{"a":',
];

describe('reading four times as much takes about four times as long', () => {
  it.each(Object.entries(READERS))(
    'in %s',
    async (_, reader) => {
      const unit = fc.oneof(
        fc.constantFrom(...UNITS),
        fc.tuple(fc.constantFrom(...UNITS), fc.constantFrom(...UNITS)).map((pair) => pair.join('')),
      );
      const shape = fc.record({ unit, end: fc.constantFrom('', 'x', '\n', '"') });
      await fc.assert(
        fc.asyncProperty(shape, async ({ unit: piece, end }) => {
          const [small, large] = [N, 4 * N].map((length) => grown(piece, length) + end) as [string, string];
          let [once, fourTimes] = [0, 0];
          for (let tries = 0; tries < TRIES; tries++) {
            [once, fourTimes] = [await cost(reader, small), await cost(reader, large)];
            if (fourTimes <= Math.min(8 * once + 40, LONGEST_MS)) return;
          }
          throw new Error(`${JSON.stringify(piece)} … ${JSON.stringify(end)}: ${once} ms, then ${fourTimes} ms`);
        }),
        { numRuns: UNITS.length + 10, endOnFailure: true, examples: UNITS.map((one) => [{ unit: one, end: 'x' }]) },
      );
    },
    120_000,
  );
});
