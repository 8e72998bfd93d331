import fc from 'fast-check';
import { maskName } from '../../platform/crypto/masking.js';
import { masksOf } from './masked-names.js';

const finds = (typed: string, mask: string): boolean =>
  masksOf(typed, maskName).some(({ beginsWith, exactly }) => mask.startsWith(beginsWith) || mask === exactly);

describe('a masked name', () => {
  it.each([
    ['陈', '陈*明'],
    ['陈晓', '陈*明'],
    ['陈晓明', '陈*明'],
    ['陈*明', '陈*明'],
    ['陈某某在', '陈**在'],
    ['欧阳', '欧阳**'],
    ['欧阳', '欧*'],
    ['欧阳美', '欧阳**'],
    ['欧阳**', '欧阳**'],
    ['欧', '欧阳**'],
    ['John', 'J***'],
    ['john', 'J***'],
    ['o', 'O***'],
    ['ZOE', 'z***'],
    ['ｚoe', 'Z***'],
    ['z***', 'Z***'],
    ['é', 'É***'],
  ])('is found by %s: %s', (typed, mask) => {
    expect(finds(typed, mask)).toBe(true);
  });

  it.each([
    ['陈不存在', '陈*明'],
    ['陈晓红', '陈*明'],
    ['陈晓明', '陈*'],
    ['欧阳', '欧*明'],
    ['欧阳美玲', '欧阳*'],
    ['欧明', '欧阳**'],
    ['王', '陈*明'],
    ['明', '陈*明'],
    ['Mary', 'J***'],
    ['李', '*'],
    ['ß', 'S***'],
  ])('is not found by %s: %s', (typed, mask) => {
    expect(finds(typed, mask)).toBe(false);
  });

  it('is looked for in one way where letters have no two sizes', () => {
    expect([masksOf('陈', maskName), masksOf('欧阳美', maskName)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('is looked for as a whole name only where its beginning would not find it', () => {
    expect(masksOf('陈晓明', maskName)).toEqual([{ beginsWith: '陈**', exactly: '陈*明' }]);
    for (const typed of ['Jo', 'John', '欧阳**'])
      expect(masksOf(typed, maskName).filter((masks) => 'exactly' in masks)).toEqual([]);
    expect(masksOf('陈', maskName)).toStrictEqual([{ beginsWith: '陈' }]);
  });

  it('is found by every beginning of the name', () => {
    const character = fc.constantFrom(...'陈王欧阳司马诸葛明美玲晓在');
    fc.assert(
      fc.property(fc.array(character, { minLength: 2, maxLength: 6 }), fc.nat(), (name, cut) => {
        const typed = name.slice(0, 1 + (cut % name.length)).join('');
        expect([typed, finds(typed, maskName(name.join('')))]).toEqual([typed, true]);
      }),
    );
  });
});
