import { sql } from 'kysely';
import { checkCharacter } from '../../src/identity/contracts/document.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import type { Answer, Browser, World } from '../world.js';

export const PASSWORD = 'the quiet river 35';
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(300).fill(0), 0xff, 0xd9]).toString('base64');
let people = 0;

export interface Person {
  readonly id: string;
  readonly mobile: string;
  readonly document: string;
  readonly browser: Browser;
}

/** A valid resident ID that nobody else in this process has, and that no spreadsheet could have rounded. */
export function aDocument(): string {
  people += 1;
  const day = String(10 + Math.floor(people / 999)).padStart(2, '0');
  const first17 = `350102199001${day}${String((people % 999) + 1).padStart(3, '0')}`;
  const document = first17 + checkCharacter(first17);
  return document.endsWith('000') ? aDocument() : document;
}

/** Somebody who registered by SMS and, at L4, showed their face. */
export async function aResident(world: World, { level = 4, document = aDocument() } = {}): Promise<Person> {
  const browser = world.browser();
  const mobile = `137${String(10_000_000 + people)}`;
  await browser.post('/sms-codes', { mobile, purpose: 'register' });
  const smsCode = await theSmsCode(world, mobile);
  const id = newId(world.clock.now());
  const person = {
    id,
    name: '许文静',
    document: { type: 'resident-id', number: document },
    mobile,
    smsCode,
    password: PASSWORD,
    agreement: true,
  };
  expectStatus(201, await browser.post('/registrations', person));
  if (level === 4) expectStatus(200, await browser.post('/proofing/face', { image: JPEG }));
  return { id, mobile, document, browser };
}

export async function theSmsCode(world: World, mobile: string): Promise<string> {
  const { body } = await world.browser().get('/demo/sms');
  const items = body['items'] as unknown as { mobile: string; content: string }[];
  return items.find((sms) => sms.mobile === mobile)!.content.match(/\d{6}/)![0];
}

export function aClaim(areaKey = '350102') {
  return { id: newId(), initialPosition: { areaKey, latitude: 26.0745, longitude: 119.2965, accuracyMetres: 30 } };
}

export const HEADER = 'reference,revision,document_type,document_number,department,visit_date,withdrawn';

export interface Visit {
  readonly reference: string;
  readonly document: string;
  readonly revision?: number;
  readonly department?: string;
  readonly date?: string;
  readonly withdrawn?: 0 | 1;
}

export function csv(...visits: readonly Visit[]): string {
  const rows = visits.map(
    ({ reference, document, revision = 1, department = '发热门诊', date = '2020-02-10', withdrawn = 0 }) =>
      [reference, revision, 'resident-id', document, department, date, withdrawn].join(','),
  );
  return [HEADER, ...rows, ''].join('\r\n');
}

export const OUTPATIENTS = '/feeds/outpatient-records/batches';

/** A file, and what became of it: the upload as it stands in the list when its operation has ended, or the refusal. */
export async function handIn(
  operator: Browser,
  content: string | Buffer,
  { feed = OUTPATIENTS, name = 'records.csv' } = {},
): Promise<Answer> {
  const answer = await operator.upload(feed, name, Buffer.from(content as string));
  return answer.status === 202 ? applied(operator, String(answer.body['id'])) : answer;
}

export async function applied(operator: Browser, id: string): Promise<Answer> {
  for (let tries = 0; tries < 1200; tries++) {
    const batch = await operator.get(`/batches/${id}`);
    if (batch.body['status'] === 'applied') return batch;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${id} was not applied.`);
}

export async function rowsOf<Row>(world: World, query: string): Promise<Row[]> {
  return (await world.app.get(Transactions).run((tx) => sql.raw<Row>(query).execute(tx.db()))).rows;
}

function expectStatus(status: number, answer: { status: number; body: object }): void {
  if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
}
