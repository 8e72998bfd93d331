import { colourNotices } from './colour-notices.js';

const turned = (residentId: string, colour: 'green' | 'orange', seq = 1) => ({
  residentId,
  seq,
  from: '2020-02-12T00:00:00.000Z',
  colour,
});

describe('Letters about colours', () => {
  it('are one for all people of a colour', () => {
    const notices = colourNotices('B', [turned('lin', 'orange'), turned('chen', 'green'), turned('he', 'orange')]);
    expect(notices.map(({ id, to }) => [id, to])).toEqual([
      ['verdicts-changed.B.green', { residentIds: ['chen'] }],
      ['verdicts-changed.B.orange', { residentIds: ['lin', 'he'] }],
    ]);
  });

  it('tell a person who turned twice meanwhile the last colour only', () => {
    expect(colourNotices('B', [turned('lin', 'orange', 4), turned('lin', 'green', 5)])).toMatchObject([
      { to: { residentIds: ['lin'] }, title: { en: 'Your health code is green' } },
    ]);
  });

  it('are none where nothing turned', () => {
    expect(colourNotices('B', [])).toEqual([]);
  });
});
