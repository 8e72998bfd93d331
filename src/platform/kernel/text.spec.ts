import { describe, expect, it } from '@jest/globals';
import { comparableName, holdsUnseen, isName, lengthOf, spelledName } from './text.js';

describe('A name', () => {
  it.each([
    ['an ideograph of none of the letters', '张〇'],
    ['a repeated one', '佐々木'],
    ['a rare one', '𠮷田'],
    ['one of the newest block', '王\u{323B0}'],
    ['one younger than the tables', '王\u{3347A}'],
    ['a private-use one of an older card', '李\ue863'],
    ['of compatibility', '﨑山'],
    ['Uyghur dots', '阿卜杜拉·买买提'],
    ['an apostrophe', "O'Brien"],
    ['the apostrophe of a phone', 'O’Brien'],
    ['a Hawaiian one', 'Kaʻiulani'],
    ['hyphens', 'Jean‑Luc'],
    ['a stop', 'John F. Kennedy'],
    ['marks apart from letters', 'Rene\u0301'],
    ['Tibetan', 'བསྟན་འཛིན'],
    ['Tibetan with a tsheg at its end', 'བསྟན་འཛིན་'],
    ['Tibetan that stays on one line', 'བསྟན༌འཛིན'],
    ['Tibetan with spaces', 'བསྟན འཛིན'],
    ['Thai', 'สมชาย'],
    ['Arabic', 'عائشة'],
    ['Devanagari', 'अनिता'],
    ['Hangul', '김민수'],
    ['full-width letters', 'ＬＩＮ'],
  ])('may hold %s', (_, name) => {
    expect(isName(spelledName(name))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['only dots', '···'],
    ['a figure', '张3'],
    ['a full-width figure', '张３'],
    ['a picture', '张😀'],
    ['a star', '张*'],
    ['a slash', '张/三'],
    ['a bracket', '<b>张</b>'],
    ['a formula', '=张三'],
    ['a mark before a letter', '\u0301a'],
    ['a tsheg before a letter', '་བསྟན'],
    ['a Tibetan full stop', 'བསྟན།'],
    ['a non-joiner', 'می\u200cخواهم'],
    ['NUL', '张\u0000三'],
    ['a line', '张\n三'],
    ['a tab', '张\t三'],
    ['a zero-width space', '张\u200b三'],
    ['a joiner', '张\u200d三'],
    ['an override of direction', '张\u202e三'],
    ['an isolate', '张\u2066三'],
    ['a soft hyphen', 'a\u00adb'],
    ['a byte order mark', '张\ufeff三'],
    ['a Hangul filler', '张\u3164三'],
    ['a half-width one', '张\uffa0'],
    ['a variation selector', '张\ufe0f'],
    ['a supplementary one', '张\u{e0100}'],
    ['a tag', '张\u{e0041}'],
    ['a grapheme joiner', 'a\u034fb'],
    ['half a pair', '张\ud842'],
    ['a line separator', '张\u2028三'],
  ])('may not hold %s', (_, name) => {
    expect(isName(spelledName(name))).toBe(false);
  });

  it.each(['·', '•', '・', '･', '‧', '．', '∙', '⋅', '.', ' · ', '・ '])('has one dot, typed %j', (dot) => {
    expect(spelledName(`阿卜杜拉${dot}买买提`)).toBe('阿卜杜拉·买买提');
  });

  it('keeps the stop after an initial, and one space for many', () => {
    expect(spelledName('  J. R.\u3000\u00a0Smith ')).toBe('J. R. Smith');
  });

  it.each([
    ['O’Brien', "o'brien"],
    ['ＬＩＮ Amy', 'lin amy'],
    ['Rene\u0301', 'René'],
    ['阿卜杜拉‧买买提', '阿卜杜拉・买买提'],
    ['Jean–Luc', 'jean-luc'],
    ['⽂', '文'],
    ['བསྟན་འཛིན', 'བསྟན༌འཛིན་'],
  ])('%s and %s are the same', (one, other) => {
    expect(comparableName(one)).toBe(comparableName(other));
  });

  it('of rare ideographs is as long as people count it', () => {
    expect(lengthOf('𠮷田')).toBe(2);
  });
});

describe('What nobody sees', () => {
  it('is found in any text, and ordinary text holds none', () => {
    for (const unseen of [
      '\u0000',
      '\u0007',
      '\u200b',
      '\u200e',
      '\u202e',
      '\u2060',
      '\u2069',
      '\ufeff',
      '\u180e',
      '\u3164',
      '\u2800',
      '\ufffe',
      '\u{e0001}',
    ])
      expect(holdsUnseen(`东街口${unseen}1号`)).toBe(true);
    for (const text of ['东街口 1 号', '〇二号楼（东门）', '2#, 3-4/5 “A” ¥5 50 % 📱', '李\ue863', '日本語 ค่ะ'])
      expect(holdsUnseen(text)).toBe(false);
  });
});
