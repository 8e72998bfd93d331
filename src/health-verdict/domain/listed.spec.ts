import { entryOn, type ListVersion } from './listed.js';

const version = (number: number, effectiveFrom: string, ...names: string[]): ListVersion => ({
  list: 'antipyretics',
  version: number,
  effectiveFrom,
  entries: new Map(names.map((name) => [name, `entry of ${name}`])),
});
const LIST = [version(2, '2020-02-10', '布洛芬', '安乃近'), version(1, '2020-01-01', '布洛芬', '去痛')];

describe('a list', () => {
  it.each([
    ['布洛芬', '2020-01-01', 'antipyretics/1/entry of 布洛芬'],
    ['布洛芬', '2020-02-10', 'antipyretics/2/entry of 布洛芬'],
    ['安乃近', '2020-02-09', undefined],
    ['安乃近', '2020-02-10', 'antipyretics/2/entry of 安乃近'],
    ['去痛', '2020-02-09', 'antipyretics/1/entry of 去痛'],
    ['去痛', '2020-02-10', undefined],
    ['布洛芬', '2019-12-31', undefined],
  ])('names %s on %s: %s', (name, day, entry) => {
    expect(entryOn(LIST, name, day)).toBe(entry);
    expect(entryOn(LIST.toReversed(), name, day)).toBe(entry);
  });

  it('names nothing before there is one', () => {
    expect(entryOn([], '布洛芬', '2020-02-10')).toBeUndefined();
  });
});
