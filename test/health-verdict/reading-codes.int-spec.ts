import { describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import { CodeReader, type CodeReading, type Shown } from '../../src/health-verdict/contracts/code-reader.js';
import { digitsAt, luhnDigit } from '../../src/health-verdict/token/digits.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { SqlPool } from '../../src/platform/persistence/sql-pool.js';
import { Transactions } from '../../src/platform/persistence/transactions.js';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { makePresentation } from '../../web/src/app/resident/presentation/make-presentation.js';
import { worldForAll } from '../world-for-all.js';
import { aClaim, aResident } from './residents.js';

describe('Codes read many at once', () => {
  const world = worldForAll({ demo: true });

  async function aPhone() {
    const { id, browser } = await aResident(world());
    expect((await browser.post('/code', aClaim())).status).toBe(201);
    const { keys, publicKey } = await newDeviceKeys();
    const device = newId();
    const { body } = await browser.post('/code/devices', { id: device, name: 'phone', publicKey });
    const { serial, days } = (await browser.get('/code/digits')).body as unknown as {
      serial: string;
      days: { secret: string }[];
    };
    const secret = Buffer.from(days[0]!.secret, 'base64url');
    const qr = (at = world().clock.now()) =>
      makePresentation(String(body['credential']), keys.privateKey, at.getTime()).then((presentation) => ({
        presentation,
      }));
    return {
      id,
      serial,
      qr,
      digits: () => ({ digits: digitsAt(serial, secret, world().clock.now()) }),
      revoke: () => browser.delete(`/code/devices/${device}`),
    };
  }

  const readAll = (...shown: Shown[]) =>
    world()
      .app.get(CodeReader)
      .readAll(shown.map((it) => ({ shown: it, at: world().clock.now() })));
  const outcome = (reading: CodeReading) => {
    if (reading.outcome === 'unread') return 'unread';
    return reading.outcome === 'read' ? reading.residentId : reading.refusal;
  };
  /** The right check digit, so that it is no slip of the finger. */
  const guess = (serial: string) => {
    const body = `${serial}000000`;
    return { digits: body + luhnDigit(body) };
  };
  const workOf = async (...shown: Shown[]) => {
    const statements = jest.spyOn(world().app.get(SqlPool), 'query');
    const secrets = jest.spyOn(world().app.get(FieldCipher), 'decrypt');
    await readAll(...shown);
    const work = { statements: statements.mock.calls.map(([{ name }]) => name), secrets: secrets.mock.calls.length };
    for (const spy of [statements, secrets]) spy.mockRestore();
    return work;
  };

  it('each get their own answer, in the order of the asking', async () => {
    const [one, other, gone] = [await aPhone(), await aPhone(), await aPhone()];
    const lost = await gone.qr();
    expect((await gone.revoke()).status).toBe(204);
    const early = await one.qr(new Date(world().clock.now().getTime() - 3_600_000));
    const readings = await readAll(
      { presentation: 'https://example.com' },
      other.digits(),
      await one.qr(),
      { presentation: 'BM1:' },
      lost,
      guess('999999999'),
      early,
      { digits: '1234567890123456' },
      guess(one.serial),
      await other.qr(),
      one.digits(),
    );
    expect(readings.map(outcome)).toEqual([
      'NOT_OURS',
      other.id,
      one.id,
      'NON_CANONICAL',
      'REVOKED',
      'DIGITS_UNKNOWN',
      'EXPIRED',
      'DIGITS_TYPO',
      'DIGITS_UNKNOWN',
      other.id,
      one.id,
    ]);
  });

  it('are read though the key of somebody’s digits does not open', async () => {
    const [damaged, whole] = [await aPhone(), await aPhone()];
    await world()
      .app.get(Transactions)
      .run((tx) =>
        sql`UPDATE health_verdict.code SET digits_key = '\\xff' WHERE serial = ${damaged.serial}`.execute(tx.db()),
      );
    const readings = await readAll(damaged.digits(), whole.digits(), await damaged.qr());
    expect(readings.map(outcome)).toEqual(['DIGITS_UNKNOWN', whole.id, damaged.id]);
  });

  it.each([
    ['a timeline without a segment', '[]'],
    ['a timeline that is none', '"green"'],
    ['a verdict without causes', '[{"from": "2020-01-01T00:00:00.000Z", "colour": "orange"}]'],
    [
      'a cause that no version of the rules knows',
      '[{"from": "2020-01-01T00:00:00.000Z", "colour": "orange", "ruleVersion": 1, "causes": [{"cause": 999}]}]',
    ],
  ])('are read beside somebody with %s', async (_, segments) => {
    const [damaged, whole] = [await aPhone(), await aPhone()];
    await world()
      .app.get(Transactions)
      .run((tx) =>
        sql`INSERT INTO health_verdict.timeline (subject_id, segments, last_seq)
          SELECT subject_id, ${segments}::jsonb, 1 FROM health_verdict.code WHERE serial = ${damaged.serial}`.execute(
          tx.db(),
        ),
      );
    const readings = await readAll(await damaged.qr(), await whole.qr(), damaged.digits(), whole.digits());
    expect(readings.map(outcome)).toEqual(['unread', whole.id, 'unread', whole.id]);
    await expect(world().app.get(CodeReader).read(damaged.digits(), world().clock.now())).rejects.toThrow();
  });

  it('count each at its own moment', async () => {
    const phone = await aPhone();
    const [shown, now] = [await phone.qr(), world().clock.now().getTime()];
    const at = (seconds: number) => ({ shown, at: new Date(now + seconds * 1000) });
    const readings = await world()
      .app.get(CodeReader)
      .readAll([at(0), at(-60), at(200), at(30)]);
    expect(readings.map(outcome)).toEqual([phone.id, 'FROM_THE_FUTURE', 'EXPIRED', phone.id]);
  });

  it('are the same showing when the same is among them twice', async () => {
    const phone = await aPhone();
    const [qr, digits] = [await phone.qr(), phone.digits()];
    const [one, two, three, four] = await readAll(qr, digits, qr, digits);
    expect([three, four]).toEqual([one, two]);
    expect([one, two].map((it) => it!.outcome)).toEqual(['read', 'read']);
  });

  it('are looked up together: one statement for all presentations, and none for nothing', async () => {
    const [one, other] = [await aPhone(), await aPhone()];
    const shown = [await one.qr(), await other.qr(), await one.qr()];
    expect(await workOf(...shown)).toMatchObject({ statements: ['codes-by-credential'] });
    expect(await workOf({ presentation: 'BM1:' }, { digits: '1' })).toMatchObject({ statements: [] });
    expect(await workOf()).toMatchObject({ statements: [] });
  });

  it('tell by their work neither how many serials exist nor which: only right digits take a second look-up', async () => {
    const phone = await aPhone();
    const [nobody, somebody] = [guess('999999999'), guess(phone.serial)];
    const missed = { statements: ['codes-by-serial'], secrets: 2 };
    expect(await workOf(nobody, nobody)).toEqual(missed);
    expect(await workOf(somebody, nobody)).toEqual(missed);
    expect(await workOf(somebody, somebody)).toEqual(missed);
    expect(await workOf(nobody, phone.digits())).toEqual({ ...missed, statements: ['codes-by-serial', 'codes-by-id'] });
  });
});
