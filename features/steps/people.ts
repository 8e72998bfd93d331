import { checkCharacter } from './product.js';

/** Made-up residents; their numbers carry a right check character and belong to nobody we know of. */
const RESIDENTS: Record<string, { first17: string; mobile: string }> = {
  李梅: { first17: '35010219900501902', mobile: '13850000001' },
  何伟: { first17: '35010219850312903', mobile: '13850000002' },
};

/** Staff of the demo world. */
const STAFF: Record<string, string> = {
  王数据: '13900000001',
  陈主任: '13900000002',
  黄主任: '13900000003',
  林晓燕: '13900000004',
  吴志强: '13900000005',
  郑海: '13900000006',
  周主任: '13900000010',
};

const DEMO = '01900000-0000-7000-8000-00000000';
export const SUB_ACCOUNTS: Record<string, string> = { 林晓燕: `${DEMO}b004`, 吴志强: `${DEMO}b005` };

export const AREAS: Record<string, string> = { 鼓楼区: '350102', 思明区: '350203', 福州市: '350100' };

export const SCAN_POINTS: Record<string, string> = {
  东街口社区卡点: `${DEMO}e001`,
  福州火车站: `${DEMO}e002`,
  闽浙界入闽卡口: `${DEMO}e003`,
  中华街道社区卡点: `${DEMO}e004`,
};

export function documentOf(name: string): string {
  const { first17 } = found(RESIDENTS, name);
  return first17 + checkCharacter(first17);
}

/** The same number with one figure mistyped: the check character no longer fits. */
export function mistyped(document: string): string {
  const last = Number(document[16]);
  return document.slice(0, 16) + String((last + 1) % 10) + document.slice(17);
}

export function mobileOf(name: string): string {
  return STAFF[name] ?? found(RESIDENTS, name).mobile;
}

export function isStaff(name: string): boolean {
  return name in STAFF;
}

export function found<T>(known: Record<string, T>, name: string): T {
  const one = known[name];
  if (!one) throw new Error(`The features know nothing of ${name}.`);
  return one;
}
