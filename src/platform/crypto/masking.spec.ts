import { describe, expect, it } from '@jest/globals';
import { maskDocument, maskMobile, maskName } from './masking.js';

describe('Masking', () => {
  it.each([
    ['张三', '张*'],
    ['张小三', '张*三'],
    ['欧阳美玲', '欧阳**'],
    ['欧阳峰', '欧阳*'],
    ['司马', '司*'],
    ['陈林小明', '陈**明'],
    ['𠮷田', '𠮷*'],
    ['李', '*'],
    ['阿卜杜拉·买买提', '阿******提'],
    ['John Smith', 'J***'],
    ['བསྟན་འཛིན', 'བ***'],
    ['O’Brien', 'O***'],
    ['〇小明', '〇*明'],
    ['张〇', '张*'],
    ['\ue863小明', '\ue863*明'],
    ['\u{3347a}小明', '\u{3347a}*明'],
    ['张 三', '张*'],
    ['欧阳 美玲', '欧阳**'],
    ['阿·买', '阿*买'],
  ])('of the name %s shows %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('shows only the ends of a document number', () => {
    expect(maskDocument('35010219900101123X')).toBe('350***********123X');
    expect(maskDocument('E12345678')).toBe('E******78');
  });

  it('shows only the ends of a mobile number', () => {
    expect(maskMobile('13800001234')).toBe('138****1234');
    expect(maskMobile('110')).toBe('***');
  });
});
