import fc from 'fast-check';
import { addDays } from '../../platform/kernel/shanghai.js';
import { aRuleBook, aVersion, PURCHASE, VISIT } from '../../../test/health-verdict/a-rule-book.js';
import { type Evidence, evaluate, sameVerdict, segmentOf, type Timeline } from './timeline.js';
import { colourChanges, seqAt, stepByEvidence, stepByTime } from './turns.js';

const BOOK = aRuleBook([aVersion(1, '2020-02-01', VISIT)]);
const SWITCHING = aRuleBook([...BOOK.versions, aVersion(2, '2020-03-01T09:00:00', { ...VISIT, windowDays: 21 })]);
const at = (local: string) => new Date(`${local}+08:00`);
const aVisit = (happenedOn: string): Evidence => ({ kind: 'fever-clinic-visit', happenedOn });
const judgedOn = (moment: Date, ...visits: string[]): Timeline => evaluate(visits.map(aVisit), BOOK, moment);
const FEB_11 = at('2020-02-11T08:00:00');
const FEB_26 = at('2020-02-26T08:00:00');

describe('what a history gains', () => {
  it('is nothing for somebody who was never anything but green', () => {
    expect(stepByEvidence(undefined, judgedOn(FEB_11), FEB_11)).toEqual({ verdicts: [], timeline: [] });
    expect(stepByEvidence(undefined, judgedOn(FEB_26, '2020-02-10'), FEB_26)).toEqual({ verdicts: [], timeline: [] });
  });

  it('is the first verdict that is not green', () => {
    const { verdicts, timeline } = stepByEvidence(undefined, judgedOn(FEB_11, '2020-02-10'), FEB_11);
    expect([verdicts, timeline].map((segments) => segments.map(({ colour }) => colour))).toEqual([
      ['orange'],
      ['orange', 'green'],
    ]);
  });

  it('is nothing when evidence says what is known already; the verdict keeps its beginning', () => {
    const kept = judgedOn(FEB_11, '2020-02-10');
    const noon = at('2020-02-11T12:00:00');
    expect(stepByEvidence(kept, judgedOn(noon, '2020-02-10'), noon)).toEqual({ verdicts: [], timeline: kept });
  });

  it('is a verdict, too, when only its end moved', () => {
    const kept = judgedOn(FEB_11, '2020-02-10');
    const { verdicts } = stepByEvidence(kept, judgedOn(FEB_11, '2020-02-10', '2020-02-11'), FEB_11);
    expect(verdicts).toMatchObject([{ colour: 'orange', causes: [{ until: '2020-02-25T16:00:00.000Z' }] }]);
  });

  it('is a verdict, too, when only its beginning moved', () => {
    const aCase = (happenedOn: string) => ({ kind: 'confirmed-case', happenedOn });
    const book = aRuleBook();
    const kept = evaluate([aCase('2020-02-10')], book, FEB_11);
    const fresh = evaluate([aCase('2020-02-10'), aCase('2020-02-08')], book, FEB_11);
    expect(stepByEvidence(kept, fresh, FEB_11).verdicts).toMatchObject([
      { causes: [{ from: '2020-02-07T16:00:00.000Z' }] },
    ]);
  });

  it('is a verdict when the scale puts another colour first, though nothing else changed', () => {
    const kept = judgedOn(FEB_26);
    const turned = aRuleBook(BOOK.versions, BOOK.scale.toReversed());
    expect(stepByEvidence(kept, evaluate([], turned, FEB_26), FEB_26).verdicts).toMatchObject([{ colour: 'orange' }]);
  });

  it('is numbered from the very instant of a turn', () => {
    const kept = judgedOn(FEB_11, '2020-02-10');
    const turn = new Date(kept[1]!.from);
    expect([seqAt(kept, 3, new Date(turn.getTime() - 1)), seqAt(kept, 3, turn)]).toEqual([3, 4]);
    expect(stepByTime(kept, turn).verdicts).toEqual([kept[1]]);
    expect(seqAt(undefined, 0, turn)).toBe(0);
  });

  it('is first the turn that came by itself, then the one by evidence', () => {
    const { verdicts } = stepByEvidence(judgedOn(FEB_11, '2020-02-10'), judgedOn(FEB_26, '2020-02-26'), FEB_26);
    expect(verdicts.map(({ colour, from }) => [colour, from])).toEqual([
      ['green', '2020-02-24T16:00:00.000Z'],
      ['orange', FEB_26.toISOString()],
    ]);
  });

  it('is the same whether a sweep came in between or not', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2020-02-01', days));
    const moment = fc.date({ min: new Date('2020-02-01'), max: new Date('2020-06-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(day), fc.array(day), moment, moment, moment, (first, more, ...moments) => {
        const [known, swept, now] = moments.sort((a, b) => a.getTime() - b.getTime()) as [Date, Date, Date];
        const kept = evaluate(first.map(aVisit), SWITCHING, known);
        const fresh = evaluate([...first, ...more].map(aVisit), SWITCHING, now);
        const sweep = stepByTime(kept, swept);
        const after = stepByEvidence(sweep.timeline, fresh, now);
        const straight = stepByEvidence(kept, fresh, now);
        expect([...sweep.verdicts, ...after.verdicts]).toEqual(straight.verdicts);
        expect(after.timeline).toEqual(straight.timeline);
        expect(sameVerdict(segmentOf(straight.timeline, now), fresh[0]!)).toBe(true);
        expect(seqAt(kept, 7, swept)).toBe(7 + sweep.verdicts.length);
      }),
    );
  });

  it('is nothing when the version in force says what the one before it said', () => {
    const other = aRuleBook([aVersion(1, '2020-02-01', VISIT), aVersion(2, '2020-02-20', VISIT)]);
    const kept = evaluate([aVisit('2020-02-10')], other, FEB_11);
    const noon = at('2020-02-20T12:00:00');
    const { verdicts, timeline } = stepByEvidence(kept, evaluate([aVisit('2020-02-10')], other, noon), noon);
    expect(verdicts).toEqual([]);
    expect(timeline).toMatchObject([{ from: FEB_11.toISOString(), ruleVersion: 1 }, { colour: 'green' }]);
  });

  it('is a verdict of the version in force when evidence comes; a cause that goes on keeps the one that judged it', () => {
    const other = aRuleBook([aVersion(1, '2020-02-01', VISIT), aVersion(2, '2020-02-20', VISIT, PURCHASE)]);
    const kept = evaluate([aVisit('2020-02-10')], other, FEB_11);
    const noon = at('2020-02-20T12:00:00');
    const facts = [aVisit('2020-02-10'), { kind: 'antipyretic-purchase', happenedOn: '2020-02-20' }];
    expect(stepByEvidence(kept, evaluate(facts, other, noon), noon).verdicts).toMatchObject([
      {
        from: noon.toISOString(),
        ruleVersion: 2,
        causes: [
          { cause: 5, ruleVersion: 1 },
          { cause: 6, ruleVersion: 2 },
        ],
      },
    ]);
  });
});

describe('what a resident is told', () => {
  const verdict = (colour: string, from: string) => ({ colour, from, causes: [], ruleVersion: 1 });

  it('is each turn of the colour with its place, and no verdict of the colour that was there', () => {
    const verdicts = [verdict('orange', 'A'), verdict('orange', 'B'), verdict('green', 'C')];
    expect(colourChanges({ colour: 'green', seq: 4 }, verdicts)).toEqual([
      { seq: 5, from: 'A', colour: 'orange' },
      { seq: 7, from: 'C', colour: 'green' },
    ]);
    expect(colourChanges({ colour: 'orange', seq: 0 }, verdicts.slice(0, 2))).toEqual([]);
  });
});
