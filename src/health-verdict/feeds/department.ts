/** Radicals that stand for a whole word, as PDF files and some keyboards write them; Unicode's own folding knows other ones, and those in their old forms. */
const RADICALS: ReadonlyMap<string, string> = new Map(
  [
    ...'⻔门⾨门⻋车⾞车⻅见⾒见⻉贝⾙贝⻓长⾧长⻙韦⾱韦⻚页⾴页⻛风⾵风⻜飞⾶飞⻝食⻢马⾺马⻣骨⻤鬼⻥鱼⿂鱼⻦鸟⿃鸟⻨麦⿆麦⻩黄⿈黄⻬齐⿑齐⻮齿⿒齿⻰龙⿓龙⻳龟⿔龟⺟母⺠民⻁虎⻄西⻆角⻘青',
  ].reduce<[string, string][]>(
    (pairs, character, at, all) => (at % 2 === 0 ? [...pairs, [character, all[at + 1]!]] : pairs),
    [],
  ),
);
const RADICAL = new RegExp(`[${[...RADICALS.keys()].join('')}]`, 'gu');

/** As it is compared with the list: one width, no spaces, no quotation marks, radicals as the words that they stand for. Traditional characters stay: the list says them where they count. */
export function spelledDepartment(cell: string): string {
  return cell
    .replaceAll(RADICAL, (radical) => RADICALS.get(radical)!)
    .normalize('NFKC')
    .replaceAll(/[\s"'‘’“”„‟「」『』〝〞]/g, '');
}
