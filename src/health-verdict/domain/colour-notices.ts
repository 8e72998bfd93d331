import type { Notice } from '../../identity/contracts/notices.js';
import { type ColourWords, wordsOfColour } from '../contracts/colours.js';
import type { VerdictChange } from '../contracts/events.js';

/**
 * People are told the colour that they have now: of several turns at once, the last. One letter for all of a colour.
 * @param batch what these changes are one of: nobody is told twice of the same
 */
export function colourNotices(
  batch: string,
  changes: readonly VerdictChange[],
  scale: readonly ColourWords[],
): Notice[] {
  const now = new Map(changes.map(({ residentId, colour }) => [residentId, colour]));
  return [...new Set(now.values())].map((colour) => {
    const residentIds = [...now].flatMap(([residentId, its]) => (its === colour ? [residentId] : []));
    const letter = letterOf(wordsOfColour(scale, colour));
    return { id: `verdicts-changed.${batch}.${colour}`, to: { residentIds }, ...letter, link: '/code' };
  });
}

function letterOf({ rank, name, verdict }: ColourWords): Pick<Notice, 'title' | 'body'> {
  const more =
    rank === 0
      ? { zh: '', en: '' }
      : {
          zh: '请打开健康码页面查看原因、期限和恢复的办法。',
          en: ' Open the code page for the reason, until when, and the way back.',
        };
  return {
    title: { zh: `您的健康码已转为${name.zh}`, en: `Your health code is now ${name.en.toLowerCase()}` },
    body: { zh: `${verdict.zh}。${more.zh}`, en: `${verdict.en}.${more.en}` },
  };
}
