import { ColourWords } from '../ui/colours';

export const GREEN: ColourWords = {
  key: 'green',
  rank: 0,
  name: { zh: '绿色', en: 'Green' },
  verdict: { zh: '核验通过', en: 'Passed' },
  icon: 'passed',
};
export const ORANGE: ColourWords = {
  key: 'orange',
  rank: 1,
  name: { zh: '橙色', en: 'Orange' },
  verdict: { zh: '核验不通过', en: 'Not passed' },
  icon: 'not-passed',
};
/** A colour of a later scale. */
export const VIOLET: ColourWords = {
  key: 'violet',
  rank: 2,
  name: { zh: '紫色', en: 'Violet' },
  verdict: { zh: '暂缓通行', en: 'Wait' },
  icon: 'hourglass',
};
