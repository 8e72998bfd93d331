import fc from 'fast-check';
import { addDays } from '../../platform/kernel/shanghai.js';
import { type Evidence, evaluate, type Rule, sameVerdict, segmentOf, type Timeline } from './timeline.js';
import { seqAt, turnsByEvidence, turnsByTime } from './turns.js';

const words = { zh: '', en: '' };
const RULES: Rule[] = [
  {
    cause: 5,
    version: 1,
    kinds: ['fever-clinic-visit'],
    colour: 'orange',
    windowDays: 14,
    untilReleased: false,
    effectiveFrom: '2020-02-01T00:00:00+08:00',
    title: words,
    source: words,
    wayBack: words,
    legalBasis: words,
  },
];
const at = (local: string) => new Date(`${local}+08:00`);
const aVisit = (happenedOn: string): Evidence => ({ kind: 'fever-clinic-visit', happenedOn });
const judgedOn = (moment: Date, ...visits: string[]): Timeline => evaluate(visits.map(aVisit), RULES, moment);
const FEB_11 = at('2020-02-11T08:00:00');
const FEB_26 = at('2020-02-26T08:00:00');

describe('what a history gains', () => {
  it('is nothing for somebody who was never anything but green', () => {
    expect(turnsByEvidence(undefined, judgedOn(FEB_11), FEB_11)).toEqual({ turns: [], timeline: [] });
    expect(turnsByEvidence(undefined, judgedOn(FEB_26, '2020-02-10'), FEB_26)).toEqual({ turns: [], timeline: [] });
  });

  it('is the first verdict that is not green', () => {
    const { turns, timeline } = turnsByEvidence(undefined, judgedOn(FEB_11, '2020-02-10'), FEB_11);
    expect([turns, timeline].map((segments) => segments.map(({ colour }) => colour))).toEqual([
      ['orange'],
      ['orange', 'green'],
    ]);
  });

  it('is nothing when evidence says what is known already; the verdict keeps its beginning', () => {
    const kept = judgedOn(FEB_11, '2020-02-10');
    const noon = at('2020-02-11T12:00:00');
    expect(turnsByEvidence(kept, judgedOn(noon, '2020-02-10'), noon)).toEqual({ turns: [], timeline: kept });
  });

  it('is a verdict, too, when only its end moved', () => {
    const kept = judgedOn(FEB_11, '2020-02-10');
    const { turns } = turnsByEvidence(kept, judgedOn(FEB_11, '2020-02-10', '2020-02-11'), FEB_11);
    expect(turns).toMatchObject([{ colour: 'orange', causes: [{ until: '2020-02-25T16:00:00.000Z' }] }]);
  });

  it('is first the turn that came by itself, then the one by evidence', () => {
    const { turns } = turnsByEvidence(judgedOn(FEB_11, '2020-02-10'), judgedOn(FEB_26, '2020-02-26'), FEB_26);
    expect(turns.map(({ colour, from }) => [colour, from])).toEqual([
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
        const kept = judgedOn(known, ...first);
        const fresh = judgedOn(now, ...first, ...more);
        const sweep = turnsByTime(kept, swept);
        const after = turnsByEvidence(sweep.timeline, fresh, now);
        const straight = turnsByEvidence(kept, fresh, now);
        expect([...sweep.turns, ...after.turns]).toEqual(straight.turns);
        expect(after.timeline).toEqual(straight.timeline);
        expect(sameVerdict(segmentOf(straight.timeline, now), fresh[0]!)).toBe(true);
        expect(seqAt(kept, 7, swept)).toBe(7 + sweep.turns.length);
      }),
    );
  });
});
