import type { Notice } from '../../identity/contracts/notices.js';
import type { VerdictChange } from '../contracts/events.js';

const LETTERS = {
  green: {
    title: { zh: '您的健康码已转为绿色', en: 'Your health code is green' },
    body: { zh: '核验通过。', en: 'The check is passed.' },
  },
  orange: {
    title: { zh: '您的健康码已转为橙色', en: 'Your health code is orange' },
    body: {
      zh: '核验未通过。请打开健康码页面查看原因、期限和转绿的办法。',
      en: 'The check is not passed. Open the code page for the reason, until when, and the way back to green.',
    },
  },
} as const;

/**
 * People are told the colour that they have now: of several turns at once, the last. One letter for all of a colour.
 * @param batch what these changes are one of: nobody is told twice of the same
 */
export function colourNotices(batch: string, changes: readonly VerdictChange[]): Notice[] {
  const now = new Map(changes.map(({ residentId, colour }) => [residentId, colour]));
  return (['green', 'orange'] as const).flatMap((colour) => {
    const residentIds = [...now].flatMap(([residentId, its]) => (its === colour ? [residentId] : []));
    return residentIds.length === 0
      ? []
      : [{ id: `verdicts-changed.${batch}.${colour}`, to: { residentIds }, ...LETTERS[colour], link: '/code' }];
  });
}
