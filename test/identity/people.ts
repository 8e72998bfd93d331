import { aDocument, rowsOf, theSmsCode } from '../health-verdict/residents.js';
import { PasswordHashing } from '../../src/identity/application/password-hashing.js';
import { Accounts } from '../../src/identity/domain/account.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { type Answer, type Browser, DEMO_PASSWORD, type World } from '../world.js';

export const PASSWORD = 'the quiet river 35';
/** As large as the smallest picture that is taken for one. */
export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(300).fill(0), 0xff, 0xd9]).toString(
  'base64',
);

let mobiles = 0;
let addresses = 0;

/** A mobile number that nobody else in this process has. */
export function aMobile(): string {
  mobiles += 1;
  return `136${String(10_000_000 + mobiles)}`;
}

/** A client address that nobody else in this process has. */
export function anAddress(): string {
  addresses += 1;
  return `10.20.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

/** Asks for a code as a stranger from this address. */
export async function asksForACode(world: World, mobile: string, address = anAddress()): Promise<Answer> {
  const headers = { 'x-requested-with': 'bamin', 'accept-language': 'en' };
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/sms-codes',
    headers,
    payload: { mobile, purpose: 'register' },
    remoteAddress: address,
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

/** Signs in by a browser that keeps these cookies. @returns the mark that it keeps afterwards: in this browser somebody signed in */
export async function signsInWith(
  world: World,
  body: { readonly login: string; readonly password: string; readonly door?: string },
  cookies: Record<string, string> = {},
): Promise<{ status: number; mark: string }> {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/sessions',
    headers: { 'x-requested-with': 'bamin' },
    cookies,
    payload: { door: 'personal', ...body },
  });
  const mark = answer.cookies.find(({ name }) => name === 'bamin_known');
  if (mark && mark.path !== '/api') throw new Error('The mark is not sent to every door.');
  return { status: answer.statusCode, mark: mark?.value ?? '' };
}

export async function aCode(world: World, mobile: string): Promise<string> {
  const { status, body } = await asksForACode(world, mobile);
  if (status !== 202) throw new Error(`No code for ${mobile}: ${status} ${JSON.stringify(body)}`);
  return theSmsCode(world, mobile);
}

/** Six digits that are not these. */
export function anotherThan(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly document: { readonly type: string; readonly number: string; readonly country?: string };
  readonly mobile: string;
  readonly smsCode: string;
  readonly password: string;
  readonly agreement: true;
}

/** Everything that a registration needs, the code in hand; parts of it may be given. */
export async function anApplication(
  world: World,
  { mobile = aMobile(), ...given }: Partial<Application> = {},
): Promise<Application> {
  const document = { type: 'resident-id', number: aDocument() };
  const smsCode = given.smsCode ?? (await aCode(world, mobile));
  return {
    id: newId(world.clock.now()),
    name: '许文静',
    document,
    mobile,
    password: PASSWORD,
    agreement: true,
    ...given,
    smsCode,
  };
}

export interface Registered extends Application {
  readonly browser: Browser;
}

export async function aRegisteredPerson(world: World, given: Partial<Application> = {}): Promise<Registered> {
  const application = await anApplication(world, given);
  const browser = world.browser();
  const { status, body } = await browser.post('/registrations', application);
  if (status !== 201) throw new Error(`Not registered: ${status} ${JSON.stringify(body)}`);
  return { ...application, browser };
}

/** As if its holder had chosen that of the demo world. */
export async function getsTheDemoPassword(world: World, accountId: string): Promise<void> {
  const accounts = world.app.get(Accounts);
  const hash = await world.app.get(PasswordHashing).hash(DEMO_PASSWORD, (await accounts.find(accountId))!);
  await world.app.get(Transactions).run(async () => (await accounts.hold(accountId))!.choosePassword(hash));
}

/** All there is in a row of the database: as text, and bytes as the text that they may be. */
export async function written(world: World, query: string): Promise<string> {
  const rows = await rowsOf<{ line: string }>(world, query);
  const bytes = rows
    .flatMap(({ line }) => line.match(/(?<=\\x)[0-9a-f]+/g) ?? [])
    .map((hex) => Buffer.from(hex, 'hex').toString());
  return [...rows.map(({ line }) => line), ...bytes].join('\n');
}

/**
 * How many times the work of the other the one is: time on a processor, threads that hash included, not of the database. What else the
 * machine does changes it little, unlike the time that passes. In turns, each as often first, and the least of so many counts: whatever
 * this process does besides only adds to it.
 */
export async function timesTheWork(
  turns: number,
  one: (turn: number) => Promise<unknown>,
  other: (turn: number) => Promise<unknown>,
): Promise<number> {
  let [first, second] = [Infinity, Infinity];
  for (let turn = 0; turn < turns; turn++) {
    const doesOne = async () => (first = Math.min(first, await workOf(() => one(turn))));
    const doesOther = async () => (second = Math.min(second, await workOf(() => other(turn))));
    for (const does of turn % 2 === 0 ? [doesOne, doesOther] : [doesOther, doesOne]) await does();
  }
  return first / second;
}

async function workOf(action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** An answer without what differs from request to request. */
export function wordsOf({ status, body: { correlationId: _, ...body } }: Answer): object {
  return { status, ...body };
}

/** What identifies an answer: status and code. */
export function outcomeOf({ status, body }: Answer): [number, unknown] {
  return [status, body['code']];
}
