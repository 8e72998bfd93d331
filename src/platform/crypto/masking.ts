/** Two-character family names of the Chinese names in use; all others have one character. */
const DOUBLE_SURNAMES = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师'.split(
    ' ',
  ),
);

/** Also the rare ones that are younger than our tables, and the private-use characters of older cards. */
const IDEOGRAPH = /[\p{Script=Han}\p{Co}\u{20000}-\u{3fffd}]/u;

/** 张*三, 欧阳**, 张*; other scripts keep their first letter. Spaces count for nothing. */
export function maskName(name: string): string {
  const characters = [...name.replace(/\s/gu, '')];
  if (characters.length <= 1) return '*';
  if (characters.length > 2 && DOUBLE_SURNAMES.has(characters.slice(0, 2).join(''))) {
    return characters.slice(0, 2).join('') + '*'.repeat(characters.length - 2);
  }
  if (!IDEOGRAPH.test(characters[0]!)) return characters[0] + '***';
  if (characters.length === 2) return `${characters[0]}*`;
  return characters[0] + '*'.repeat(characters.length - 2) + characters.at(-1);
}

/** The first three and the last four of a long number, less of a short one. */
export function maskDocument(number: string): string {
  const [head, tail] = number.length >= 15 ? [3, 4] : [1, 2];
  return number.slice(0, head) + '*'.repeat(Math.max(3, number.length - head - tail)) + number.slice(-tail);
}

/** 138****1234 */
export function maskMobile(mobile: string): string {
  return mobile.length < 8
    ? '*'.repeat(mobile.length)
    : mobile.slice(0, 3) + '*'.repeat(mobile.length - 7) + mobile.slice(-4);
}
