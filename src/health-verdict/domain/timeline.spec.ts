import fc from 'fast-check';
import { addDays, startOfDay } from '../../platform/kernel/shanghai.js';
import {
  aRuleBook,
  aVersion,
  CASE,
  CONTACT,
  FIRST,
  PURCHASE,
  THREE_COLOURS,
  VISIT,
} from '../../../test/health-verdict/a-rule-book.js';
import { colourUntil, type Evidence, evaluate, joined, sameVerdict, segmentOf } from './timeline.js';

const BOOK = aRuleBook();
const aFeverVisit = (happenedOn = '2020-02-10'): Evidence => ({ kind: 'fever-clinic-visit', happenedOn });
const at = (local: string) => new Date(`${local}+08:00`);
const colourAt = (evidence: Evidence[], moment: Date) => evaluate(evidence, BOOK, moment)[0]!.colour;

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
      colourUntil(evaluate([aFeverVisit('2020-02-20')], BOOK, at('2020-02-21T12:00:00')), at('2020-02-21T12:00:00')),
    ).toBe('2020-03-05T16:00:00.000Z');
  });

  it('says today when it will be green, and a read picks the segment of its moment', () => {
    const timeline = evaluate([aFeverVisit()], BOOK, at('2020-02-11T08:00:00'));
    expect(timeline.map(({ colour }) => colour)).toEqual(['orange', 'green']);
    expect(segmentOf(timeline, at('2020-02-25T00:00:00')).colour).toBe('green');
    expect(segmentOf(timeline, new Date(at('2020-02-25T00:00:00').getTime() - 1)).colour).toBe('orange');
  });

  it('says of several visits since the first and until the last', () => {
    for (const visits of [
      [aFeverVisit(), aFeverVisit('2020-02-20')],
      [aFeverVisit('2020-02-20'), aFeverVisit()],
    ])
      expect(evaluate(visits, BOOK, at('2020-02-21T08:00:00'))[0]!.causes).toEqual([
        {
          cause: 5,
          colour: 'orange',
          from: startOfDay('2020-02-10').toISOString(),
          until: startOfDay('2020-03-06').toISOString(),
          ruleVersion: 1,
        },
      ]);
  });

  it('lets a second visit carry the first one on', () => {
    const timeline = evaluate([aFeverVisit(), aFeverVisit('2020-02-20')], BOOK, at('2020-02-11T08:00:00'));
    expect(colourUntil(timeline, at('2020-02-11T08:00:00'))).toBe(startOfDay('2020-03-06').toISOString());
  });
});

describe('until released', () => {
  it('a confirmed case stays orange without end', () => {
    expect(
      evaluate([{ kind: 'confirmed-case', happenedOn: '2020-02-10' }], BOOK, at('2020-02-11T00:00:00')),
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
    expect(colourUntil(evaluate([contact], BOOK, at('2020-02-11T00:00:00')), at('2020-02-11T00:00:00'))).toBe(
      startOfDay(green).toISOString(),
    );
  });
});

describe('a release', () => {
  it('before the fact leaves nothing of it', () => {
    const released = { kind: 'confirmed-case', happenedOn: '2020-02-10', releasedOn: '2020-02-08' };
    expect(evaluate([released], BOOK, at('2020-02-05T00:00:00'))).toMatchObject([{ colour: 'green', causes: [] }]);
  });

  it('ends only what lasts until released: a visit counts its fourteen days', () => {
    const released = { ...aFeverVisit(), releasedOn: '2020-02-12' };
    expect([
      colourAt([released], at('2020-02-13T00:00:00')),
      colourUntil(evaluate([released], BOOK, at('2020-02-11T00:00:00')), at('2020-02-11T00:00:00')),
    ]).toEqual(['orange', startOfDay('2020-02-25').toISOString()]);
  });
});

describe('several causes at once', () => {
  const purchase: Evidence = { kind: 'antipyretic-purchase', happenedOn: '2020-02-12' };
  const mild = { ...PURCHASE, colour: 'green' };
  const bookOf = (...causes: (typeof VISIT)[]) => aRuleBook([aVersion(1, '2020-02-01', ...causes)]);

  it('show the most severe colour, whichever is named first, and all of the causes', () => {
    for (const [book, facts] of [
      [bookOf(VISIT, mild), [aFeverVisit(), purchase]],
      [bookOf(mild, VISIT), [purchase, aFeverVisit()]],
    ] as const) {
      const [now] = evaluate(facts, book, at('2020-02-12T08:00:00'));
      expect(now).toMatchObject({ colour: 'orange', causes: [{ cause: 5 }, { cause: 6 }] });
    }
  });

  it('leave the milder one when the severe one ends', () => {
    const timeline = evaluate([aFeverVisit(), purchase], bookOf(VISIT, mild), at('2020-02-12T08:00:00'));
    expect(timeline.map(({ colour, causes }) => [colour, causes.map(({ cause }) => cause)])).toEqual([
      ['orange', [5, 6]],
      ['green', [6]],
      ['green', []],
    ]);
  });
});

describe('a scale of three colours', () => {
  const shorter = { ...PURCHASE, colour: 'yellow', windowDays: 7 };
  const severe = { ...CASE, colour: 'red' };
  const book = aRuleBook([aVersion(1, '2020-02-01', severe, { ...VISIT, colour: 'yellow' }, shorter)], THREE_COLOURS);
  const visit = aFeverVisit('2020-02-10');

  it('shows the worst of what stands against a person, and what is left as each of it ends', () => {
    const released = { kind: 'confirmed-case', happenedOn: '2020-02-11', releasedOn: '2020-02-20' };
    const timeline = evaluate([visit, released], book, at('2020-02-10T08:00:00'));
    expect(timeline.map(({ from, colour }) => [from, colour])).toEqual([
      [at('2020-02-10T08:00:00').toISOString(), 'yellow'],
      [startOfDay('2020-02-11').toISOString(), 'red'],
      [startOfDay('2020-02-20').toISOString(), 'yellow'],
      [startOfDay('2020-02-25').toISOString(), 'green'],
    ]);
    expect(colourUntil(timeline, at('2020-02-12T00:00:00'))).toBe(startOfDay('2020-02-20').toISOString());
  });

  it('has as its first the colour of everybody about whom nothing is known', () => {
    const turned = aRuleBook(book.versions, THREE_COLOURS.toReversed());
    expect(evaluate([], book, at('2020-02-10T08:00:00'))).toMatchObject([{ colour: 'green' }]);
    expect(evaluate([], turned, at('2020-02-10T08:00:00'))).toMatchObject([{ colour: 'red' }]);
  });
});

describe('a fact from before the first version', () => {
  it('counts when that begins, and has been there since its own day', () => {
    const timeline = evaluate([aFeverVisit('2020-01-25')], BOOK, at('2020-01-26T08:00:00'));
    expect(timeline).toMatchObject([
      { colour: 'green', causes: [], ruleVersion: 0 },
      {
        colour: 'orange',
        from: startOfDay('2020-02-01').toISOString(),
        causes: [{ cause: 5, from: startOfDay('2020-01-25').toISOString(), ruleVersion: 1 }],
        ruleVersion: 1,
      },
      { colour: 'green', from: startOfDay('2020-02-09').toISOString() },
    ]);
  });
});

describe('a new version', () => {
  const MIDDAY = '2020-02-20T12:00:00';
  const second = (...causes: (typeof VISIT)[]) => aRuleBook([FIRST, aVersion(2, MIDDAY, ...causes)]);
  const summary = (facts: Evidence[], book: typeof BOOK, moment = '2020-02-15T00:00:00') =>
    evaluate(facts, book, at(moment)).map(({ from, colour, causes, ruleVersion }) => [
      from,
      colour,
      ruleVersion,
      ...causes.map((cause) => [cause.cause, cause.until, cause.ruleVersion]),
    ]);
  const [FEB_15, SWITCH] = [at('2020-02-15T00:00:00').toISOString(), at(MIDDAY).toISOString()];
  const [FEB_25, MAR_10] = [startOfDay('2020-02-25').toISOString(), startOfDay('2020-03-10').toISOString()];

  it('that says the same of a person makes no verdict; the one that stands names the version that made it', () => {
    const same = second(CASE, CONTACT, { ...VISIT, title: { zh: '新说法', en: 'New words' } });
    expect(summary([aFeverVisit()], same)).toEqual([
      [FEB_15, 'orange', 1, [5, FEB_25, 1]],
      [FEB_25, 'green', 2],
    ]);
    expect(summary([], same)).toEqual([[FEB_15, 'green', 1]]);
    expect(summary([aFeverVisit()], same, MIDDAY)).toEqual([
      [SWITCH, 'orange', 2, [5, FEB_25, 2]],
      [FEB_25, 'green', 2],
    ]);
  });

  it('decides from its very moment about facts of before and after', () => {
    const longer = second({ ...VISIT, windowDays: 28 });
    expect(summary([aFeverVisit()], longer)).toEqual([
      [FEB_15, 'orange', 1, [5, FEB_25, 1]],
      [SWITCH, 'orange', 2, [5, MAR_10, 2]],
      [MAR_10, 'green', 2],
    ]);
    expect(colourUntil(evaluate([aFeverVisit()], longer, at('2020-02-15T00:00:00')), at('2020-02-15T00:00:00'))).toBe(
      MAR_10,
    );
    const after = aFeverVisit('2020-02-21');
    expect(summary([after], longer, '2020-02-21T08:00:00')).toEqual([
      [at('2020-02-21T08:00:00').toISOString(), 'orange', 2, [5, startOfDay('2020-03-21').toISOString(), 2]],
      [startOfDay('2020-03-21').toISOString(), 'green', 2],
    ]);
  });

  it('makes a verdict when it changes the colour alone, or counts the same days as another cause', () => {
    const [green] = [{ ...VISIT, colour: 'green' }];
    expect(summary([aFeverVisit()], second(green))).toEqual([
      [FEB_15, 'orange', 1, [5, FEB_25, 1]],
      [SWITCH, 'green', 2, [5, FEB_25, 2]],
      [FEB_25, 'green', 2],
    ]);
    expect(summary([aFeverVisit()], second({ ...VISIT, cause: 2 }))).toEqual([
      [FEB_15, 'orange', 1, [5, FEB_25, 1]],
      [SWITCH, 'orange', 2, [2, FEB_25, 2]],
      [FEB_25, 'green', 2],
    ]);
  });

  it('can end what the one before said', () => {
    for (const milder of [{ ...VISIT, windowDays: 7 }, CASE])
      expect(summary([aFeverVisit()], second(milder))).toEqual([
        [FEB_15, 'orange', 1, [5, FEB_25, 1]],
        [SWITCH, 'green', 2],
      ]);
  });

  it('leaves a cause that goes on as it was to the version that judged it, beside one of its own', () => {
    const purchase: Evidence = { kind: 'antipyretic-purchase', happenedOn: '2020-02-14' };
    expect(summary([aFeverVisit(), purchase], second(VISIT, PURCHASE))).toEqual([
      [FEB_15, 'orange', 1, [5, FEB_25, 1]],
      [SWITCH, 'orange', 2, [5, FEB_25, 1], [6, startOfDay('2020-02-29').toISOString(), 2]],
      [FEB_25, 'orange', 2, [6, startOfDay('2020-02-29').toISOString(), 2]],
      [startOfDay('2020-02-29').toISOString(), 'green', 2],
    ]);
  });

  it.each([
    ['2020-02-20T11:59:59.999', 1],
    [MIDDAY, 2],
  ])('is in force from its millisecond on: at %s it is version %i', (moment, version) => {
    expect(evaluate([], second(VISIT), at(moment))[0]!.ruleVersion).toBe(version);
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
        expect(evaluate([...facts].reverse(), BOOK, now)).toEqual(evaluate(facts, BOOK, now)),
      ),
    );
  });

  it('starts now, ascends, and agrees with one computed later', () => {
    fc.assert(
      fc.property(fc.array(fact), moment, moment, (facts, one, other) => {
        const [now, later] = one < other ? [one, other] : [other, one];
        const timeline = evaluate(facts, BOOK, now);
        expect(timeline[0]!.from).toBe(now.toISOString());
        expect(timeline.map(({ from }) => from)).toEqual(timeline.map(({ from }) => from).sort());
        expect(segmentOf(timeline, later).colour).toBe(evaluate(facts, BOOK, later)[0]!.colour);
      }),
    );
  });

  it('is the same with a version more that says the same, but for the numbers of versions', () => {
    const again = (begins: Date) =>
      aRuleBook([FIRST, { ...FIRST, version: 2, effectiveFrom: begins.toISOString() }].sort(byBeginning));
    const byBeginning = (a: typeof FIRST, b: typeof FIRST) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom);
    const since = at('2020-02-01T00:00:00');
    fc.assert(
      fc.property(fc.array(fact), moment, moment, (facts, begins, now) => {
        const known = evaluate(facts, BOOK, now);
        const both = evaluate(facts, again(begins < since ? since : begins), now);
        expect(both.map(({ from }) => from)).toEqual(known.map(({ from }) => from));
        expect(both.every((segment, index) => sameVerdict(segment, known[index]!))).toBe(true);
      }),
    );
  });

  it('says nothing twice, and every cause of it is judged by a version that was there', () => {
    fc.assert(
      fc.property(fc.array(fact), moment, (facts, now) => {
        const timeline = evaluate(facts, BOOK, now);
        expect(joined(timeline)).toEqual(timeline);
        for (const { causes, ruleVersion } of timeline)
          expect(causes.every((cause) => cause.ruleVersion <= ruleVersion)).toBe(true);
      }),
    );
  });

  it('is green without evidence', () => {
    fc.assert(
      fc.property(moment, (now) => expect(evaluate([], BOOK, now)).toMatchObject([{ colour: 'green', causes: [] }])),
    );
  });
});
