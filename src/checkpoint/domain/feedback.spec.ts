import { assertConsistent, type Feedback, nextVersion, type Passage } from './feedback.js';

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
    [{ result: 'normal', value: 34 }, undefined],
    [{ result: 'abnormal', value: 43 }, undefined],
    [{ result: 'abnormal', value: 43.1 }, 'FEEDBACK.TEMPERATURE_RANGE'],
    [{ result: 'not-measured', why: '额温枪没电' }, undefined],
    [{ result: 'not-measured' }, 'FEEDBACK.NOT_MEASURED_WHY'],
    [{ result: 'not-measured', why: ' ' }, 'FEEDBACK.NOT_MEASURED_WHY'],
    [{ result: 'not-measured', why: '没电', value: 36.5 }, 'FEEDBACK.TEMPERATURE_DISAGREES'],
  ])('%j: %s', (temperature, code) => {
    const check = () => assertConsistent(feedback(temperature), 37.3);
    if (code) expect(check).toThrow(code);
    else expect(check).not.toThrow();
  });

  it('is refused with the temperatures between which it would be right', () => {
    const refusal = (temperature: Feedback['temperature']) => () => assertConsistent(feedback(temperature), 37.3);
    expect(refusal({ result: 'normal', value: 33.9 })).toThrow(
      expect.objectContaining({ facts: { lowest: 34, highest: 43 } }),
    );
    expect(refusal({ result: 'normal', value: 37.3 })).toThrow(
      expect.objectContaining({ facts: { abnormalFrom: 37.3 } }),
    );
  });

  it('asks for a text when the reason is another one', () => {
    for (const reasonText of [undefined, ' '])
      expect(() => assertConsistent(feedback({ result: 'normal' }, { reason: 'other', reasonText }), 37.3)).toThrow(
        'FEEDBACK.REASON_TEXT',
      );
    expect(() =>
      assertConsistent(feedback({ result: 'normal' }, { reason: 'other', reasonText: '搬家' }), 37.3),
    ).not.toThrow();
  });
});

describe('a passage', () => {
  const NOW = new Date('2020-02-20T10:00:00+08:00');
  const LIN = { scannerId: 'lin', at: NOW };
  const said = feedback({ result: 'normal', value: 36.5 }, { reasonText: '上班' });
  const fresh: Passage = { scannerId: 'lin', said: undefined, saidAt: undefined, version: undefined };
  const ago = (minutes: number): Passage => ({
    ...fresh,
    said,
    saidAt: new Date(NOW.getTime() - minutes * 60_000),
    version: 2,
  });
  const other = feedback({ result: 'not-measured', why: '没电' });

  it('has another version with each feedback', () => {
    expect(nextVersion(fresh, said, LIN)).toBe(2);
    expect(nextVersion(ago(30), other, LIN)).toBe(3);
    expect(nextVersion({ ...ago(1), version: undefined }, other, LIN)).toBe(4);
  });

  it('is not corrected after half an hour', () => {
    expect(() => nextVersion(ago(30.1), other, LIN)).toThrow('FEEDBACK.CLOSED');
  });

  it('says the same once more, however late', () => {
    expect(nextVersion(ago(300), { ...said }, LIN)).toBeUndefined();
  });

  it.each<Partial<Feedback>>([
    { reason: 'home' },
    { reasonText: undefined },
    { outcome: 'held' },
    { temperature: { result: 'abnormal', value: 36.5 } },
    { temperature: { result: 'normal', value: 36.6 } },
    { temperature: { result: 'normal', value: 36.5, why: '' } },
  ])('is corrected by whatever says something else: %j', (more) => {
    expect(nextVersion(ago(1), { ...said, ...more }, LIN)).toBe(3);
  });

  it('is its scanner’s, also to say the same', () => {
    expect(() => nextVersion(ago(1), said, { ...LIN, scannerId: 'wu' })).toThrow('FEEDBACK.COLLEAGUES');
    expect(() => nextVersion(fresh, said, { ...LIN, scannerId: 'wu' })).toThrow('FEEDBACK.COLLEAGUES');
  });
});
