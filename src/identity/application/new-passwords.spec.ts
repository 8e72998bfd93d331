import { beforeAll, describe, expect, it } from '@jest/globals';
import { acceptablePassword, type GuessesNeeded } from '../domain/password-rules.js';
import { estimator } from './new-passwords.js';

describe('A password that somebody chooses', () => {
  let guesses: GuessesNeeded;
  const accepted = (password: string) =>
    acceptablePassword(password, { mobile: '13600000001', name: '许文静', units: ['福州市卫生健康委员会'] }, guesses);

  beforeAll(async () => {
    guesses = await estimator();
  });

  it.each([
    'the quiet river 35',
    'correct horse battery',
    'kQ7#vLp2!xZd',
    'tian xia wei gong',
    '床前明月光疑是地上霜举头望',
    'x'.repeat(3) + '9f$Lq 2 birds at dawn',
  ])('may be %s', (password) => {
    expect(accepted(password)).toBe(true);
  });

  it.each([
    ...['123456789012', '111111111111', 'qwertyuiopas', 'qwerty123456', '1qaz2wsx3edc', 'password1234', 'p@ssw0rd1234'],
    ...['passwordpassword', 'iloveyou1234', 'administrator', 'adminadmin123', 'changeme1234', 'letmein12345'],
    ...['zxcvbnm12345', 'asdfghjkl123', 'abcd12345678', 'abc@123456abc', 'abc@12345678', 'a123456789012'],
  ])('is not what is tried first everywhere: %s', (password) => {
    expect(accepted(password)).toBe(false);
  });

  it.each([
    ...[
      'woaini1314520',
      'woaini5201314',
      '5201314520131',
      'woaizhongguo',
      'shengrikuaile',
      'nihao123456',
      'xiamen888888',
    ],
    ...['zhangwei1990!', 'wangjianguo1950', 'chenwei19900101', 'xiaoming880806', 'linfang@1988', 'fujian350000'],
    ...['woshinibaba123', 'aiwojiubaobei', 'mimamima1234', 'ouyangmeiling1', 'bamin2020code'],
    ...[
      'woaiwojia520a',
      'woaiwojia1314',
      'woaimama5201314',
      'chenzhurenchen',
      'gulouqudongjie',
      'huangzhuren2020',
      'zhihuibu1234567',
    ],
  ])('is not what is tried first in China: %s', (password) => {
    expect(accepted(password)).toBe(false);
  });

  it('is no stronger for what is near to the words about its owner', () => {
    const [unknown, known] = [[], ['yangmeizhi']].map((about) => guesses('y4ngm31zh1 66!', about));
    expect([unknown! > 1e10, known! > 1e10]).toEqual([true, false]);
  });

  it('holds nobody up, however long it is and whatever it is made of', () => {
    const timeOf = (password: string) => {
      const times = Array.from({ length: 3 }, () => {
        const start = performance.now();
        guesses(password, []);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    const ordinary = timeOf('the quiet river 35 is a password of length');
    const made = ['@4$5!1|0'.repeat(16), '1'.repeat(128), '2020-01-01'.repeat(12), 'abcdefgh12345678'.repeat(8)];
    expect(Math.max(...made.map(timeOf)) / ordinary).toBeLessThan(4);
  });
});
