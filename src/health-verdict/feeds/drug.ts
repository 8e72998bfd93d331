import { withoutAsides } from '../../platform/tabular/asides.js';

/** How a drug is made up; what it is stands before. Longer ones first: 缓释片 is no 片 of something called 缓释. */
const FORMS = [
  ...[
    '缓释胶囊',
    '肠溶胶囊',
    '软胶囊',
    '胶囊',
    '肠溶缓释片',
    '肠溶片',
    '缓释片',
    '控释片',
    '分散片',
    '泡腾片',
    '咀嚼片',
    '口腔崩解片',
    '薄膜衣片',
  ],
  ...[
    '干混悬剂',
    '混悬滴剂',
    '混悬液',
    '口服溶液',
    '口服液',
    '糖浆',
    '滴剂',
    '颗粒剂',
    '泡腾颗粒',
    '颗粒',
    '冲剂',
    '散剂',
    '栓剂',
    '栓',
    '凝胶',
    '乳膏',
    '注射液',
    '贴剂',
    '丸',
    '片剂',
    '片',
    '散',
    '剂',
  ],
];
const FORM = new RegExp(`(?:${FORMS.join('|')})$`);
/** `0.3g*20粒`, `100ml:2g`, `500 mg`: from the first strength on. */
const STRENGTH = /\d+(?:\.\d+)?\s*(?:g|mg|ml|μg|ug|iu|克|毫克|毫升|片|粒|袋|支|丸|%)[\s\S]*$/i;
/** For children, or as tablets of a certain size: the same drug. */
const FOR_WHOM = /^(?:小儿|儿童|成人|婴儿|复方小儿)(?=.{3})/;

/**
 * The generic name of a drug, as lists have it: without brand, strength, packing and form. 「布洛芬缓释胶囊（芬必得）0.3g*20粒」 and 「布洛芬混悬液」 are
 * 布洛芬 both. What is compared is equal or not: a keyed code of it can be looked for later, a part of a name cannot.
 */
export function spelledDrug(cell: string): string {
  const bare = withoutAsides(cell.normalize('NFKC'))
    .replace(STRENGTH, '')
    .replaceAll(/[\s"'‘’“”·*]/g, '');
  const form = bare.replace(FORM, '');
  return (form === '' ? bare : form).replace(FOR_WHOM, '').toLowerCase();
}
