import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/platform/kernel/ids.js';
import { World } from '../world.js';
import { atWork, Phone, rows, Scanner } from './at-the-checkpoint.js';

const MINUTE = 60_000;

describe('one showing', () => {
  let world: World;
  let phone: Phone;
  let lin: Scanner;
  let colleague: Scanner;
  let atStation: Scanner;
  let wu: Scanner;
  let later = 0;

  beforeAll(async () => {
    world = await World.start({ demo: true });
    phone = await Phone.of(world, '13800000001');
    ({ lin, colleague, atStation, wu } = await atWork(world));
  });
  afterAll(() => world?.stop());

  const wait = (seconds: number) => world.clock.moveTo(new Date(world.clock.now().getTime() + seconds * 1000));
  const warningsOf = async (scanId: unknown) =>
    (await rows(world, 'SELECT warnings FROM checkpoint.scan WHERE id = $1', [scanId]))[0]?.['warnings'];
  /** Whoever comes is another showing than the one before, at the beginning of a half minute. */
  const nextPerson = () => world.clock.moveTo(new Date(Math.ceil(Date.now() / MINUTE + ++later * 5) * MINUTE));

  describe.each([
    ['by camera', () => phone.presentation()],
    // A phone whose clock is ahead shows digits that are good for 90 s.
    ['by digits', () => phone.digits(1)],
  ])('%s', (_, show) => {
    it('is the same passage at the same point within a minute', async () => {
      nextPerson();
      const shown = await show();
      const { body } = await lin.scan(shown);
      wait(50);
      expect((await lin.scan(shown)).body).toMatchObject({
        scanId: body['scanId'],
        warnings: ['REPEATED'],
        feedbackBy: 'you',
      });
      expect((await lin.feedback(body['scanId'], { result: 'normal' })).status).toBe(204);
    });

    it('is worth a warning on both when it comes again after a minute', async () => {
      nextPerson();
      const shown = await show();
      const first = await lin.scan(shown);
      wait(65);
      const second = await lin.scan(shown);
      expect(second.body).toMatchObject({ outcome: 'read', warnings: ['SHOWN_AGAIN'] });
      expect(second.body['scanId']).not.toBe(first.body['scanId']);
      expect(await warningsOf(first.body['scanId'])).toEqual(['SHOWN_AGAIN']);
    });

    it('is worth a warning on all when it comes at several places, however soon', async () => {
      nextPerson();
      const shown = await show();
      const first = await lin.scan(shown);
      expect(first.body['warnings']).toEqual([]);
      expect((await wu.scan(shown)).body).toMatchObject({ outcome: 'read', warnings: ['ELSEWHERE'] });
      wait(61);
      const third = await lin.scan(shown);
      expect(third.body).toMatchObject({ warnings: ['ELSEWHERE'] });
      expect(await warningsOf(first.body['scanId'])).toEqual(['ELSEWHERE', 'SHOWN_AGAIN']);
      const fourth = await atStation.scan(shown);
      expect(fourth.body['warnings']).toEqual(['ELSEWHERE']);
      expect(await warningsOf(third.body['scanId'])).toEqual(['ELSEWHERE']);
    });
  });

  it('that two scanners at one gate see is handled by the first of them', async () => {
    nextPerson();
    const shown = await phone.presentation();
    const { body } = await lin.scan(shown);
    wait(5);
    const second = await colleague.scan(shown);
    expect(second.body).toMatchObject({
      scanId: body['scanId'],
      feedbackBy: 'colleague',
      maskedName: '陈*明',
      warnings: ['REPEATED'],
    });
    expect(await colleague.feedback(second.body['scanId'], { result: 'normal' })).toMatchObject({
      status: 409,
      body: { code: 'FEEDBACK.COLLEAGUES' },
    });
    expect((await lin.feedback(body['scanId'], { result: 'normal' })).status).toBe(204);
    expect((await wu.feedback(body['scanId'], { result: 'normal' })).status).toBe(404);
  });

  it('that was refused leaves nothing to give feedback on, and says so', async () => {
    const { body } = await lin.scan({ presentation: 'BM1:NONSENSE' });
    expect(await lin.feedback(body['scanId'], { result: 'normal' })).toMatchObject({
      status: 422,
      body: { code: 'FEEDBACK.NOTHING_READ' },
    });
  });

  it('is answered again under its id, for minutes, to who shows the same', async () => {
    nextPerson();
    const [shown, id] = [await phone.presentation(), newId(world.clock.now())];
    const first = await lin.scan(shown, id);
    expect(await lin.scan({ presentation: 'BM1:RUBBISH' }, id)).toMatchObject({
      status: 409,
      body: { code: 'SCAN.ID_TAKEN' },
    });
    expect(await colleague.scan(shown, id)).toMatchObject({ status: 409, body: { code: 'SCAN.ID_TAKEN' } });
    expect(await lin.scan(await phone.digits(), id)).toMatchObject({ status: 409, body: { code: 'SCAN.ID_TAKEN' } });
    wait(9 * 60);
    expect((await lin.scan(shown, id)).body).toEqual(first.body);
    wait(2 * 60);
    expect(await lin.scan(shown, id)).toMatchObject({ status: 409, body: { code: 'SCAN.TOO_LATE_TO_REPEAT' } });
  });

  it('has the time of the device, as far as the id says the same, and that of the server', async () => {
    nextPerson();
    const [now, shown] = [world.clock.now(), await phone.presentation()];
    for (const year of ['1999', '2199']) {
      expect(await lin.scan(shown, newId(now), new Date(`${year}-01-01`))).toMatchObject({
        status: 422,
        body: { code: 'SCAN.TIME_DISAGREES' },
      });
    }
    const scannedAt = new Date(now.getTime() - 4 * MINUTE);
    const { body } = await lin.scan(shown, newId(scannedAt), scannedAt);
    const own = await world.signedIn('13900000002');
    const record = (await own.get(`/scan-records/${String(body['scanId'])}`)).body;
    expect([record['scannedAt'], record['receivedAt']]).toEqual([scannedAt.toISOString(), body['receivedAt']]);
    expect(Date.parse(String(body['receivedAt']))).toBeGreaterThanOrEqual(now.getTime());
  });
});
