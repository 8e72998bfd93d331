import fc from 'fast-check';
import { addDays } from '../../platform/kernel/shanghai.js';
import { checkCharacter, holdsDocumentNumber, parseDocument } from './document.js';

const TODAY = '2020-02-15';

function withCheck(first17: string): string {
  return first17 + checkCharacter(first17);
}

describe('resident ID (GB 11643-1999)', () => {
  it.each([
    ['11010519491231002X', 'female', '1949-12-31'],
    ['11010519491231002x', 'female', '1949-12-31'],
    ['１１０１０５１９４９１２３１００２ｘ', 'female', '1949-12-31'],
    ['110105 19491231 002X', 'female', '1949-12-31'],
    [withCheck('35010219880806001'), 'male', '1988-08-06'],
    [withCheck('81000019900101001'), 'male', '1990-01-01'],
    [withCheck('83000019900101002'), 'female', '1990-01-01'],
  ])('reads %s', (number, sex, birthDate) => {
    expect(parseDocument('resident-id', number, TODAY)).toMatchObject({
      ok: true,
      document: { sex, birthDate, normalised: number.normalize('NFKC').replaceAll(' ', '').toUpperCase() },
    });
  });

  it.each([
    ['110105194912310021', 'CHECKSUM'],
    [withCheck('35010219880230001'), 'BIRTH_DATE'],
    [withCheck('35010220200216001'), 'BIRTH_DATE'],
    ['3501021988080600', 'FORMAT'],
    [withCheck('93010219880806001'), 'FORMAT'],
    ['35010219880806001XX', 'FORMAT'],
    [withCheck('00000019880806001'), 'FORMAT'],
    [withCheck('99010219880806001'), 'FORMAT'],
    [withCheck('16010219880806001'), 'FORMAT'],
    [withCheck('35010219880806000'), 'FORMAT'],
    [withCheck('35010200000806001'), 'BIRTH_DATE'],
  ])('refuses %s: %s', (number, problem) => {
    expect(parseDocument('resident-id', number, TODAY)).toEqual({ ok: false, problem });
  });

  it('finds every slip of one digit', () => {
    const slip = fc.tuple(
      fc.integer({ min: 0, max: 16 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 999 }),
    );
    fc.assert(
      fc.property(slip, ([at, by, sequence]) => {
        const right = withCheck(`35010219880806${String(sequence).padStart(3, '0')}`);
        const digit = (Number(right[at]) + by) % 10;
        const typed = right.slice(0, at) + digit + right.slice(at + 1);
        expect(parseDocument('resident-id', typed, TODAY).ok).toBe(false);
      }),
    );
  });
});

describe('other documents', () => {
  it('takes a renewed mainland travel permit for the same person', () => {
    const [first, renewed] = ['H1234567801', 'h1234567802'].map((number) =>
      parseDocument('mainland-travel-permit', number, TODAY),
    );
    expect(first).toEqual(renewed);
  });

  it('keeps passports of two countries apart', () => {
    expect(parseDocument('passport', 'E1234567', TODAY, 'SGP')).not.toEqual(
      parseDocument('passport', 'E1234567', TODAY, 'MYS'),
    );
    expect(parseDocument('passport', 'E1234567', TODAY)).toEqual({ ok: false, problem: 'COUNTRY' });
  });

  it.each(['SGP', 'sgp', ' ＳＧＰ ', 'DEU', 'XXA', 'UNO', 'GBN'])('takes a passport issued by %j', (country) => {
    expect(parseDocument('passport', 'e1234567', TODAY, country)).toMatchObject({
      ok: true,
      document: { normalised: `${country.normalize('NFKC').trim().toUpperCase()}E1234567` },
    });
  });

  it.each(['', 'ZZZ', 'AAA', 'SG', 'UTO', 'X'])('takes none issued by %j', (country) => {
    expect(parseDocument('passport', 'E1234567', TODAY, country)).toEqual({ ok: false, problem: 'COUNTRY' });
  });

  it('reads both generations of the foreign permanent resident card', () => {
    expect(parseDocument('foreign-permanent-resident', 'USA123456789012', TODAY).ok).toBe(true);
    expect(parseDocument('foreign-permanent-resident', withCheck('91112319880806001'), TODAY).ok).toBe(true);
    expect(parseDocument('foreign-permanent-resident', 'ZZZ123456789012', TODAY).ok).toBe(false);
    expect(parseDocument('foreign-permanent-resident', withCheck('90012319880806001'), TODAY).ok).toBe(false);
  });

  it('counts eight digits of a Taiwan permit', () => {
    expect(parseDocument('taiwan-permit', '12345678', TODAY).ok).toBe(true);
    expect(parseDocument('taiwan-permit', '1234567', TODAY)).toEqual({ ok: false, problem: 'FORMAT' });
  });
});

describe('a document number inside other text', () => {
  it.each([
    '11010519491231002X',
    'no.11010519491231002x/1',
    '１１０１０５１９４９１２３１００２Ｘ',
    '110105-19491231-002X',
    '1101 0519 4912 3100 2X',
    '110105_1949.12.31/002-X.csv',
    `x${withCheck('91112319880806001')}`,
  ])('is found: %s', (text) => {
    expect(holdsDocumentNumber(text, TODAY)).toBe(true);
  });

  it.each([
    '',
    '350102-2020-000017',
    '3501-2020-000017',
    '20200210000000000123',
    '110105-19491231-0021',
    '110105194912310021',
    '000000194912310021',
    'records-2020-02-10.csv',
  ])('is not there: %s', (text) => {
    expect(holdsDocumentNumber(text, TODAY)).toBe(false);
  });

  it('is not a division, the day of a record and its running number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 365 }), fc.integer({ min: 0, max: 9999 }), (ago, running) => {
        const day = addDays(TODAY, -ago).replaceAll('-', '');
        const end = String(running).padStart(4, '0');
        for (const reference of [`350102-${day}-${end}`, `350102${day}${end}`])
          expect(holdsDocumentNumber(reference, TODAY)).toBe(false);
      }),
    );
  });

  it('has a check character that fits, or it is a number of something else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 9 }), (sequence, end) => {
        const first17 = `35010219881120${String(sequence).padStart(3, '0')}`;
        expect(holdsDocumentNumber(`${first17}${end}`, TODAY)).toBe(checkCharacter(first17) === String(end));
      }),
    );
  });
});
