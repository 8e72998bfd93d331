import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { instant } from './dates.js';
import { fieldProblems } from './faults.js';
import { smsCode } from './fields.js';

const faultsIn = (schema: z.ZodType, sent: unknown, at = { name: 'body', inPath: false }) =>
  fieldProblems(schema.safeParse(sent).error?.issues ?? [], sent, at).map(({ path, fault, limit }) => [
    path,
    fault.code.replace('FIELD.', ''),
    ...(limit === undefined ? [] : [limit]),
  ]);

describe('What is wrong with a field', () => {
  it.each([
    ['is left out', z.string(), undefined, 'EMPTY'],
    ['is empty', z.string().min(1), '', 'EMPTY'],
    ['is too short', z.string().min(8), 'short', 'TOO_SHORT'],
    ['is too long', z.string().max(3), 'long', 'TOO_LONG'],
    ['is too small', z.number().min(-90), -91, 'TOO_SMALL', -90],
    ['is too large', z.number().max(100), 101, 'TOO_LARGE', 100],
    ['has too many decimals', z.number().multipleOf(0.1), 36.55, 'STEP', 0.1],
    ['is no text', z.string(), 5, 'TEXT'],
    ['is no number', z.coerce.number(), 'x', 'NUMBER'],
    ['is no whole number', z.int(), 1.5, 'WHOLE_NUMBER'],
    ['is none of the options', z.enum(['a', 'b']), 'c', 'CHOICE'],
    ['is not agreed to', z.literal(true), false, 'CONFIRMATION'],
    ['is no id', z.uuidv7(), 'x', 'ID'],
    ['is no date', z.iso.date(), '2021-02-29', 'DATE'],
    ['is before all reckoning', instant, '0000-01-01T00:00:00Z', 'TIME'],
    ['is in another form', z.string().regex(/^a$/), 'b', 'FORM'],
    ['are no six digits', smsCode, '12345', 'SMS_CODE'],
    ['is of another kind', z.array(z.string()), {}, 'FORM'],
  ])('that %s is one kind', (_, schema, sent, ...kind) => {
    expect(faultsIn(z.object({ field: schema }), { field: sent })).toEqual([['field', ...kind]]);
  });

  it('has the name of the field, of the parameter, or of what was read as a whole', () => {
    expect(faultsIn(z.uuid(), 'x', { name: 'id', inPath: true })).toEqual([['id', 'ID']]);
    expect(faultsIn(z.object({ a: z.object({ b: z.string() }) }), { a: {} })).toEqual([['a.b', 'EMPTY']]);
    expect(faultsIn(z.object({}), [])).toEqual([['body', 'FORM']]);
    expect(faultsIn(z.object({}), undefined)).toEqual([['body', 'EMPTY']]);
  });

  it('is told of the form that comes nearest, and of every field that does not exist', () => {
    const shown = z.object({
      shown: z.union([z.strictObject({ presentation: z.string() }), z.strictObject({ digits: z.string() })]),
    });
    expect(faultsIn(shown, { shown: { digits: 1 } })).toEqual([['shown.digits', 'TEXT']]);
    expect(faultsIn(z.strictObject({}), { more: 1, '<b>张三</b>': 2 })).toEqual([
      ['more', 'UNKNOWN'],
      ['body', 'UNKNOWN'],
    ]);
  });
});
