import { assertConsistent, type Feedback } from './feedback.js';

const feedback = (temperature: Feedback['temperature'], more: Partial<Feedback> = {}): Feedback => ({
  reason: 'work',
  outcome: 'released',
  temperature,
  ...more,
});

describe('feedback on a passage', () => {
  it.each<[Feedback['temperature'], string | undefined]>([
    [{ result: 'normal' }, undefined],
    [{ result: 'normal', value: 36.5 }, undefined],
    [{ result: 'normal', value: 37.2 }, undefined],
    [{ result: 'normal', value: 37.3 }, 'FEEDBACK.TEMPERATURE_DISAGREES'],
    [{ result: 'abnormal', value: 37.3 }, undefined],
    [{ result: 'abnormal', value: 37.2 }, 'FEEDBACK.TEMPERATURE_DISAGREES'],
    [{ result: 'abnormal' }, 'FEEDBACK.TEMPERATURE_VALUE'],
    [{ result: 'abnormal', value: 365 }, 'FEEDBACK.TEMPERATURE_RANGE'],
    [{ result: 'normal', value: 33.9 }, 'FEEDBACK.TEMPERATURE_RANGE'],
    [{ result: 'not-measured', why: '额温枪没电' }, undefined],
    [{ result: 'not-measured' }, 'FEEDBACK.NOT_MEASURED_WHY'],
    [{ result: 'not-measured', why: '没电', value: 36.5 }, 'FEEDBACK.TEMPERATURE_DISAGREES'],
  ])('%j: %s', (temperature, code) => {
    const check = () => assertConsistent(feedback(temperature), 37.3);
    if (code) expect(check).toThrow(code);
    else expect(check).not.toThrow();
  });

  it('asks for a text when the reason is another one', () => {
    expect(() => assertConsistent(feedback({ result: 'normal' }, { reason: 'other', reasonText: ' ' }), 37.3)).toThrow(
      'FEEDBACK.REASON_TEXT',
    );
    expect(() =>
      assertConsistent(feedback({ result: 'normal' }, { reason: 'other', reasonText: '搬家' }), 37.3),
    ).not.toThrow();
  });
});
