import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDeviceKeys } from '../../web/src/app/resident/presentation/device-key.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { aClaim, aResident, theSmsCode } from '../health-verdict/residents.js';
import { listedBy } from '../organization/administrators.js';
import { type Answer, type Browser, World } from '../world.js';
import { aMobile, anAddress, anApplication, aRegisteredPerson, PASSWORD, outcomeOf } from './people.js';

const DONGJIE_POINT = { kind: 'community', areaKey: '350102', address: '' };
const UNSEEN = [
  ['NUL', '\u0000'],
  ['a zero-width space', '\u200b'],
  ['an override of direction', '\u202e'],
  ['a line', '\n'],
  ['a filler', '\u3164'],
] as const;

describe('What people type', () => {
  let world: World;
  let dongjie: Browser;
  let scanner: Browser;
  const faultsOf = ({ status, body }: Answer) => [
    status,
    (body['errors'] as unknown as { path: string; code?: string }[] | undefined)?.map(({ path, code }) => [path, code]),
  ];
  const adds = (wish: object) => dongjie.post('/sub-accounts', { id: newId(), mobile: aMobile(), name: '谁', ...wish });

  beforeAll(async () => {
    world = await World.start({ demo: true });
    dongjie = await world.signedIn('13900000002');
    scanner = await world.signedIn('13900000004');
  }, 120_000);
  afterAll(() => world?.stop());

  describe('as a name', () => {
    it.each([
      ['张〇', '张〇', '张*'],
      ['O’Brien', 'O’Brien', 'O***'],
      ['阿卜杜拉・买买提', '阿卜杜拉·买买提', '阿******提'],
      ['阿卜杜拉．买买提', '阿卜杜拉·买买提', '阿******提'],
      ['李\ue863', '李\ue863', '李*'],
      ['王\u{323B0}明', '王\u{323B0}明', '王*明'],
      ['𠮷'.repeat(50), '𠮷'.repeat(50), `𠮷${'*'.repeat(48)}𠮷`],
      [' 林\u3000海 ', '林 海', '林*'],
    ])('%s is taken, and kept as %s', async (typed, name, maskedName) => {
      const { browser } = await aRegisteredPerson(world, { name: typed });
      expect((await browser.get('/me')).body).toMatchObject({ name, maskedName });
      const added = await adds({ name: [...typed.trim()].slice(0, 40).join('') });
      expect([added.status, added.body['name']]).toEqual([201, [...name].slice(0, 40).join('')]);
    });

    it.each(UNSEEN)('is refused with %s in it, in words at the field', async (_, unseen) => {
      const name = `张${unseen}三`;
      const refused = await world.browser().post('/registrations', { ...(await anApplication(world)), name });
      expect(faultsOf(refused)).toEqual([400, [['name', 'FIELD.UNSEEN_CHARACTERS']]]);
      expect(JSON.stringify(refused.body)).not.toContain('张');
      expect(faultsOf(await adds({ name }))).toEqual([400, [['name', 'FIELD.UNSEEN_CHARACTERS']]]);
    });

    it.each([
      ['张3', 'FIELD.NAME'],
      [' ', 'FIELD.EMPTY'],
      ['张'.repeat(51), 'FIELD.TOO_LONG'],
    ])('%s is refused by a code of its own', async (name, code) => {
      expect(faultsOf(await world.browser().post('/registrations', { ...(await anApplication(world)), name }))).toEqual(
        [400, [['name', code]]],
      );
    });

    it('is told in the reader’s language what is wrong', async () => {
      const answer = await world.app.inject({
        method: 'POST',
        url: '/api/sub-accounts',
        headers: { 'x-requested-with': 'bamin', cookie: await cookieOf(world) },
        payload: { id: newId(), mobile: '1', name: '3' },
      });
      expect(answer.json().errors).toMatchObject([
        { path: 'mobile', code: 'FIELD.MOBILE', message: '手机号码有误，请核对' },
        {
          path: 'name',
          code: 'FIELD.NAME',
          message: expect.stringMatching(/^姓名须以文字开头，只能包含.*看不见的字符$/),
        },
      ]);
    });

    it('is found however its beginning is typed', async () => {
      await adds({ name: 'Zoë O’Neill' });
      for (const beginning of ["zoe\u0308 o'", 'ＺＯË Ｏ＇Ｎ', 'Zoë  O`Neill']) {
        expect((await listedBy(dongjie, `name=${encodeURIComponent(beginning)}`)).map(({ name }) => name)).toEqual([
          'Zoë O’Neill',
        ]);
      }
    });

    it('is not a password, however it is written', async () => {
      const application = await anApplication(world, { name: 'Aleksandra' });
      expect(
        outcomeOf(
          await world.browser().post('/registrations', { ...application, password: 'ＡＬＥＫＳＡＮＤＲＡ 1966 x' }),
        ),
      ).toEqual([422, 'PASSWORD.WEAK']);
    });
  });

  describe('in any other field', () => {
    it.each(UNSEEN)('is refused with %s in it', async (_, unseen) => {
      const text = `东${unseen}街`;
      const point = { ...DONGJIE_POINT, id: newId(), name: '东街口' };
      const scan = newId();
      const feedback = {
        reason: 'other',
        reasonText: text,
        temperature: { result: 'not-measured', why: text },
        outcome: 'passed',
      };
      expect(faultsOf(await dongjie.post('/scan-points', { ...point, name: text, address: text }))).toEqual([
        400,
        [
          ['name', 'FIELD.UNSEEN_CHARACTERS'],
          ['address', 'FIELD.UNSEEN_CHARACTERS'],
        ],
      ]);
      expect(faultsOf(await scanner.post('/shifts', { id: newId(), scanPointId: newId(), community: text }))).toEqual([
        400,
        [['community', 'FIELD.UNSEEN_CHARACTERS']],
      ]);
      const faults = faultsOf(await scanner.put(`/scans/${scan}/feedback`, feedback));
      expect(faults[1]).toEqual(
        expect.arrayContaining([
          ['reasonText', 'FIELD.UNSEEN_CHARACTERS'],
          ['temperature.why', 'FIELD.UNSEEN_CHARACTERS'],
        ]),
      );
    });

    it('is refused as the name of a device', async () => {
      const { browser } = await aResident(world);
      await browser.post('/code', aClaim());
      const device = { id: newId(), name: '手机\u202e', publicKey: (await newDeviceKeys()).publicKey };
      expect(faultsOf(await browser.post('/code/devices', device))).toEqual([
        400,
        [['name', 'FIELD.UNSEEN_CHARACTERS']],
      ]);
    });
  });

  describe('as a mobile', () => {
    const spellings = (mobile: string) => {
      const [a, b, c] = [mobile.slice(0, 3), mobile.slice(3, 7), mobile.slice(7)];
      const wide = [...mobile].map((figure) => String.fromCodePoint(figure.codePointAt(0)! + 0xfee0)).join('');
      return [
        mobile,
        `+86${mobile}`,
        `0086 ${mobile}`,
        `+86 ${a} ${b} ${c}`,
        `${a}-${b}-${c}`,
        wide,
        `\u202d${a}\u00a0${b}\u00a0${c}\u202c`,
      ];
    };

    it('is one person’s at sign-in, at both doors', async () => {
      const { mobile } = await aRegisteredPerson(world, { mobile: aMobile() });
      for (const login of spellings(mobile))
        expect((await world.browser().post('/sessions', { door: 'personal', login, password: PASSWORD })).status).toBe(
          200,
        );
      for (const login of spellings('13900000002')) await world.signedIn(login);
    });

    it('is guessed at five times, however it is spelled', async () => {
      const { mobile } = await aRegisteredPerson(world);
      const answers: [number, unknown][] = [];
      for (const login of spellings(mobile).slice(0, 6))
        answers.push(
          outcomeOf(
            await world.browser().post('/sessions', { door: 'personal', login, password: 'the wrong river 35' }),
          ),
        );
      expect(answers).toEqual([...Array(5).fill([401, 'SIGN_IN.FAILED']), [429, 'SIGN_IN.BLOCKED']]);
    });

    it.each([0, 1, 2, 3, 4, 5, 6])('is one person’s at registration and recovery (spelling %i)', async (way) => {
      const mobile = aMobile();
      const spelled = spellings(mobile)[way]!;
      const ask = (purpose: string) =>
        world.app.inject({
          method: 'POST',
          url: '/api/sms-codes',
          headers: { 'x-requested-with': 'bamin' },
          payload: { mobile: spelled, purpose },
          remoteAddress: anAddress(),
        });
      const application = await anApplication(world, { mobile, smsCode: '000000' });
      expect((await ask('register')).statusCode).toBe(202);
      expect(
        (
          await world
            .browser()
            .post('/registrations', { ...application, mobile: spelled, smsCode: await theSmsCode(world, mobile) })
        ).status,
      ).toBe(201);
      world.clock.moveBy(61);
      expect((await ask('recover')).statusCode).toBe(202);
      const recovery = {
        document: application.document,
        mobile: spelled,
        smsCode: await theSmsCode(world, mobile),
        password: 'a slower river 36',
      };
      expect((await world.browser().post('/password-recoveries', recovery)).status).toBe(200);
    });

    it('is one sub-account’s, and found by the number as it is typed', async () => {
      const mobile = '13955550001';
      for (const [way, spelled] of spellings(mobile).entries())
        expect(outcomeOf(await adds({ mobile: spelled }))).toEqual(
          way === 0 ? [201, undefined] : [409, 'SUB_ACCOUNT.DUPLICATE'],
        );
      for (const typed of ['139****0001', '139 **** 0001', '１３９****０００１', ' 139-****-0001']) {
        expect(await listedBy(dongjie, `mobile=${encodeURIComponent(typed)}`)).toEqual([
          expect.objectContaining({ name: '谁' }),
        ]);
      }
    });
  });
});

async function cookieOf(world: World): Promise<string> {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/sessions',
    headers: { 'x-requested-with': 'bamin' },
    payload: { door: 'organization', login: '13900000002', password: 'Bamin-demo-2020' },
  });
  return answer.cookies
    .filter(({ name }) => name === 'bamin_session')
    .map(({ name, value }) => `${name}=${value}`)
    .join();
}
