import { THREE_COLOURS, TWO_COLOURS } from '../../../test/health-verdict/a-rule-book.js';
import { colourNotices } from './colour-notices.js';

const turned = (residentId: string, colour: string, seq = 1) => ({
  residentId,
  seq,
  from: '2020-02-12T00:00:00.000Z',
  colour,
});

describe('Letters about colours', () => {
  it('are one for all people of a colour', () => {
    const notices = colourNotices(
      'B',
      [turned('lin', 'orange'), turned('chen', 'green'), turned('he', 'orange')],
      TWO_COLOURS,
    );
    expect(notices.map(({ id, to }) => [id, to])).toEqual([
      ['verdicts-changed.B.orange', { residentIds: ['lin', 'he'] }],
      ['verdicts-changed.B.green', { residentIds: ['chen'] }],
    ]);
  });

  it('tell a person who turned twice meanwhile the last colour only', () => {
    expect(colourNotices('B', [turned('lin', 'orange', 4), turned('lin', 'green', 5)], TWO_COLOURS)).toMatchObject([
      { to: { residentIds: ['lin'] }, title: { en: 'Your health code is now green' } },
    ]);
  });

  it('are none where nothing turned', () => {
    expect(colourNotices('B', [], TWO_COLOURS)).toEqual([]);
  });

  it('name any colour of the scale by its own word, and the way back from all but the first', () => {
    const [yellow, green] = colourNotices('B', [turned('lin', 'yellow'), turned('he', 'green')], THREE_COLOURS);
    expect(yellow).toMatchObject({
      link: '/code',
      title: { zh: '您的健康码已转为yellow', en: 'Your health code is now yellow' },
      body: {
        zh: expect.stringContaining('恢复的办法'),
        en: expect.stringContaining('Yellow verdict. Open the code page'),
      },
    });
    expect(green!.body).toEqual({ zh: 'green核验。', en: 'Green verdict.' });
  });
});
