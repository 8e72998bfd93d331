import fc from 'fast-check';
import { addDays, startOfDay } from '../../platform/kernel/shanghai.js';
import { colourUntil, type Evidence, evaluate, type Rule, segmentOf } from './timeline.js';

const words = { zh: '', en: '' };
const texts = { title: words, source: words, wayBack: words, legalBasis: words };
const since2020 = { version: 1, colour: 'orange', effectiveFrom: '2020-02-01T00:00:00+08:00', ...texts } as const;
const RULES: Rule[] = [
  { cause: 1, kinds: ['confirmed-case'], untilReleased: true, ...since2020 },
  { cause: 2, kinds: ['close-contact'], windowDays: 14, untilReleased: true, ...since2020 },
  { cause: 5, kinds: ['fever-clinic-visit'], windowDays: 14, untilReleased: false, ...since2020 },
];
const aFeverVisit = (happenedOn = '2020-02-10'): Evidence => ({ kind: 'fever-clinic-visit', happenedOn });
const at = (local: string) => new Date(`${local}+08:00`);
const colourAt = (evidence: Evidence[], moment: Date) => evaluate(evidence, RULES, moment)[0]!.colour;

describe('within 14 days', () => {
  it.each([
    ['2020-02-09T23:59:59', 'green'],
    ['2020-02-10T00:00:00', 'orange'],
    ['2020-02-10T15:00:00', 'orange'],
    ['2020-02-24T23:59:59', 'orange'],
    ['2020-02-25T00:00:00', 'green'],
  ])('a fever-clinic visit on 10 February: at %s %s', (local, colour) => {
    expect(colourAt([aFeverVisit()], at(local))).toBe(colour);
  });

  it('counts the leap day', () => {
    expect(
      colourUntil(evaluate([aFeverVisit('2020-02-20')], RULES, at('2020-02-21T12:00:00')), at('2020-02-21T12:00:00')),
    ).toBe('2020-03-05T16:00:00.000Z');
  });

  it('says today when it will be green, and a read picks the segment of its moment', () => {
    const timeline = evaluate([aFeverVisit()], RULES, at('2020-02-11T08:00:00'));
    expect(timeline.map(({ colour }) => colour)).toEqual(['orange', 'green']);
    expect(segmentOf(timeline, at('2020-02-25T00:00:00')).colour).toBe('green');
    expect(segmentOf(timeline, new Date(at('2020-02-25T00:00:00').getTime() - 1)).colour).toBe('orange');
  });

  it('lets a second visit carry the first one on', () => {
    const timeline = evaluate([aFeverVisit(), aFeverVisit('2020-02-20')], RULES, at('2020-02-11T08:00:00'));
    expect(colourUntil(timeline, at('2020-02-11T08:00:00'))).toBe(startOfDay('2020-03-06').toISOString());
  });
});

describe('until released', () => {
  it('a confirmed case stays orange without end', () => {
    expect(
      evaluate([{ kind: 'confirmed-case', happenedOn: '2020-02-10' }], RULES, at('2020-02-11T00:00:00')),
    ).toMatchObject([{ colour: 'orange' }]);
  });

  it('and is green from the day of its release', () => {
    const released = { kind: 'confirmed-case', happenedOn: '2020-02-10', releasedOn: '2020-02-28' };
    expect([colourAt([released], at('2020-02-27T23:59:59')), colourAt([released], at('2020-02-28T00:00:00'))]).toEqual([
      'orange',
      'green',
    ]);
  });

  it.each([
    [undefined, '2020-02-25'],
    ['2020-02-15', '2020-02-15'],
    ['2020-03-15', '2020-02-25'],
  ])('a close contact released on %s is green on %s', (releasedOn, green) => {
    const contact = { kind: 'close-contact', happenedOn: '2020-02-10', ...(releasedOn ? { releasedOn } : {}) };
    expect(colourUntil(evaluate([contact], RULES, at('2020-02-11T00:00:00')), at('2020-02-11T00:00:00'))).toBe(
      startOfDay(green).toISOString(),
    );
  });
});

describe('a release', () => {
  it('ends only what lasts until released: a visit counts its fourteen days', () => {
    const released = { ...aFeverVisit(), releasedOn: '2020-02-12' };
    expect([
      colourAt([released], at('2020-02-13T00:00:00')),
      colourUntil(evaluate([released], RULES, at('2020-02-11T00:00:00')), at('2020-02-11T00:00:00')),
    ]).toEqual(['orange', startOfDay('2020-02-25').toISOString()]);
  });
});

describe('several causes at once', () => {
  const mild: Rule = { ...RULES[2]!, cause: 6, kinds: ['antipyretic-purchase'], colour: 'green' };
  const purchase: Evidence = { kind: 'antipyretic-purchase', happenedOn: '2020-02-12' };

  it('show the most severe colour, whichever is named first, and all of the causes', () => {
    for (const [rules, facts] of [
      [
        [...RULES, mild],
        [aFeverVisit(), purchase],
      ],
      [
        [mild, ...RULES],
        [purchase, aFeverVisit()],
      ],
    ] as const) {
      const [now] = evaluate(facts, rules, at('2020-02-12T08:00:00'));
      expect(now).toMatchObject({ colour: 'orange', causes: [{ cause: 5 }, { cause: 6 }] });
    }
  });

  it('leave the milder one when the severe one ends', () => {
    const timeline = evaluate([aFeverVisit(), purchase], [...RULES, mild], at('2020-02-12T08:00:00'));
    expect(timeline.map(({ colour, causes }) => [colour, causes.map(({ cause }) => cause)])).toEqual([
      ['orange', [5, 6]],
      ['green', [6]],
      ['green', []],
    ]);
  });
});

describe('a rule before its moment', () => {
  it('does not count, and from then on does', () => {
    const visit = aFeverVisit('2020-01-25');
    const timeline = evaluate([visit], RULES, at('2020-01-26T08:00:00'));
    expect(timeline).toMatchObject([
      { colour: 'green', causes: [] },
      {
        colour: 'orange',
        from: at('2020-02-01T00:00:00').toISOString(),
        causes: [{ cause: 5, from: at('2020-02-01T00:00:00').toISOString() }],
      },
      { colour: 'green' },
    ]);
  });

  it('does not count in a later version either', () => {
    const longer: Rule = { ...RULES[2]!, version: 2, windowDays: 28, effectiveFrom: '2020-03-01T00:00:00+08:00' };
    expect(
      colourUntil(evaluate([aFeverVisit()], [...RULES, longer], at('2020-02-11T00:00:00')), at('2020-02-11T00:00:00')),
    ).toBe(startOfDay('2020-02-25').toISOString());
  });
});

describe('a new version of a rule', () => {
  it('stands in every verdict from its moment on, the one before in those before', () => {
    const same: Rule = { ...RULES[2]!, version: 2, effectiveFrom: '2020-02-20T00:00:00+08:00' };
    const versions = (moment: string) =>
      evaluate([aFeverVisit()], [...RULES, same], at(moment)).map(({ from, ruleVersion }) => [from, ruleVersion]);
    expect(versions('2020-02-15T00:00:00')).toEqual([
      [at('2020-02-15T00:00:00').toISOString(), 1],
      [at('2020-02-20T00:00:00').toISOString(), 2],
      [at('2020-02-25T00:00:00').toISOString(), 2],
    ]);
    expect(versions('2020-01-15T00:00:00')[0]).toEqual([at('2020-01-15T00:00:00').toISOString(), 0]);
    expect(evaluate([], [...RULES, same], at('2020-02-15T00:00:00')).map(({ ruleVersion }) => ruleVersion)).toEqual([
      1, 2,
    ]);
  });

  it('applies from its moment on', () => {
    const shorter: Rule = { ...RULES[2]!, version: 2, windowDays: 7, effectiveFrom: '2020-02-20T00:00:00+08:00' };
    const timeline = evaluate([aFeverVisit()], [...RULES, shorter], at('2020-02-15T00:00:00'));
    expect(colourUntil(timeline, at('2020-02-15T00:00:00'))).toBe(at('2020-02-20T00:00:00').toISOString());
  });
});

describe('every timeline', () => {
  const fact = fc.record({
    kind: fc.constantFrom('confirmed-case', 'close-contact', 'fever-clinic-visit', 'outpatient-visit'),
    happenedOn: fc.integer({ min: 0, max: 60 }).map((days) => addDays('2020-02-01', days)),
  });
  const moment = fc.date({ min: new Date('2020-02-01'), max: new Date('2020-05-01'), noInvalidDate: true });

  it('does not depend on the order of the evidence', () => {
    fc.assert(
      fc.property(fc.array(fact), moment, (facts, now) =>
        expect(evaluate([...facts].reverse(), RULES, now)).toEqual(evaluate(facts, RULES, now)),
      ),
    );
  });

  it('starts now, ascends, and agrees with one computed later', () => {
    fc.assert(
      fc.property(fc.array(fact), moment, moment, (facts, one, other) => {
        const [now, later] = one < other ? [one, other] : [other, one];
        const timeline = evaluate(facts, RULES, now);
        expect(timeline[0]!.from).toBe(now.toISOString());
        expect(timeline.map(({ from }) => from)).toEqual(timeline.map(({ from }) => from).sort());
        expect(segmentOf(timeline, later).colour).toBe(evaluate(facts, RULES, later)[0]!.colour);
      }),
    );
  });

  it('is green without evidence', () => {
    fc.assert(
      fc.property(moment, (now) => expect(evaluate([], RULES, now)).toMatchObject([{ colour: 'green', causes: [] }])),
    );
  });
});
