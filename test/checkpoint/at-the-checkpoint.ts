import { CommandBus } from '@nestjs/cqrs';
import pg from 'pg';
import { digitsAt, luhnDigit } from '../../src/health-verdict/token/digits.js';
import { AddSubAccount } from '../../src/organization/application/sub-account-commands.js';
import { newId, timeOfId } from '../../src/platform/kernel/ids.js';
import { readMobile } from '../../src/platform/kernel/mobile.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';
import { getsTheDemoPassword } from '../identity/people.js';
import { type Answer, type Browser, type World } from '../world.js';

const demo = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;
/** Scan points of the demo world. */
export const DONGJIEKOU = demo('e001');
export const STATION = demo('e002');
export const PROVINCE_BORDER = demo('e003');
export const ZHONGHUA = demo('e004');

type DeviceKey = Awaited<ReturnType<typeof newDeviceKeys>>['keys']['privateKey'];

/** A resident's phone with a credential of its own. */
export class Phone {
  private constructor(
    private readonly world: World,
    private readonly browser: Browser,
    private readonly credential: string,
    private readonly key: DeviceKey,
  ) {}

  static async of(world: World, mobile: string, password?: string): Promise<Phone> {
    const browser = await world.signedIn(mobile, 'personal', password);
    const { keys, publicKey } = await newDeviceKeys();
    const { status, body } = await browser.post('/code/devices', { id: newId(), name: 'phone', publicKey });
    if (status !== 201) throw new Error(`The phone was not enrolled: ${status} ${String(body['code'])}`);
    return new Phone(world, browser, String(body['credential']), keys.privateKey);
  }

  async presentation(): Promise<{ presentation: string }> {
    return { presentation: await makePresentation(this.credential, this.key, this.world.clock.now().getTime()) };
  }

  /** @param ahead half minutes that its clock is */
  digits(ahead = 0): Promise<{ digits: string }> {
    return digitsOf(this.world, this.browser, ahead);
  }
}

/** What a resident reads aloud, also one without a device. */
export async function digitsOf(world: World, resident: Browser, ahead = 0): Promise<{ digits: string }> {
  const { body } = await resident.get('/code/digits');
  const { serial, days } = body as unknown as { serial: string; days: { secret: string }[] };
  return { digits: digitsAt(serial, Buffer.from(days[0]!.secret, 'base64url'), world.clock.now(), ahead) };
}

/** A scanner at work at one point. */
export class Scanner {
  shiftId = newId();

  constructor(
    private readonly world: World,
    readonly browser: Browser,
  ) {}

  static async at(world: World, mobile: string, scanPointId: string): Promise<Scanner> {
    const scanner = new Scanner(world, await world.signedIn(mobile));
    await scanner.open(scanPointId);
    return scanner;
  }

  async open(scanPointId: string): Promise<void> {
    this.shiftId = newId(this.world.clock.now());
    const { status, body } = await this.browser.post('/shifts', { id: this.shiftId, scanPointId });
    if (status !== 201) throw new Error(`The shift was not opened: ${status} ${String(body['code'])}`);
  }

  /** Its clock says what the id says. */
  scan(shown: object, id = newId(this.world.clock.now()), scannedAt = timeOfId(id)): Promise<Answer> {
    return this.browser.post('/scans', { id, shiftId: this.shiftId, shown, scannedAt: scannedAt.toISOString() });
  }

  feedback(scanId: unknown, temperature: object, more: object = {}): Promise<Answer> {
    return this.browser.put(`/scans/${String(scanId)}/feedback`, {
      reason: 'home',
      temperature,
      outcome: 'released',
      ...more,
    });
  }
}

/** Somebody who scans for the unit of 东街 from now on; its sign-in. */
export async function scannerOfDongjie(world: World, mobile: string): Promise<string> {
  const id = newId();
  await world.app.get(CommandBus).execute(new AddSubAccount(id, demo('c001'), readMobile(mobile)!, '郑同事'));
  await world.settle();
  await getsTheDemoPassword(world, id);
  return mobile;
}

/** Two at one gate of 东街, one at its other scan point, and one of another unit. */
export async function atWork(world: World) {
  return {
    lin: await Scanner.at(world, '13900000004', DONGJIEKOU),
    colleague: await Scanner.at(world, await scannerOfDongjie(world, '13900000021'), DONGJIEKOU),
    atStation: await Scanner.at(world, await scannerOfDongjie(world, '13900000022'), STATION),
    wu: await Scanner.at(world, '13900000005', ZHONGHUA),
  };
}

/** Sixteen digits of this serial that nobody was shown, without a slip; each number others. */
export function guess(serial: string, number: number): { digits: string } {
  const body = serial + String(number).padStart(6, '0');
  return { digits: body + luhnDigit(body) };
}

export async function rows(world: World, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
