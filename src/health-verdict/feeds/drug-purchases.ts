import { HEALTH_INSURANCE } from './authorities.js';
import { pastDay, word } from './columns.js';
import { spelledDrug } from './drug.js';
import { describeFeed } from './feed.js';

/** What pharmacies sold to whom, as the insurance settles it. Only an antipyretic is evidence (cause 6). */
export const drugPurchases = describeFeed({
  key: 'drug-purchases',
  authority: HEALTH_INSURANCE,
  name: { zh: '药店购药记录', en: 'Drug purchases at pharmacies' },
  expectedHours: 24,
  about: 'person',
  columns: {
    drug: word(
      { zh: '药品名称', en: 'Drug', also: ['药品通用名', '通用名', '通用名称', '药品'], example: '布洛芬缓释胶囊' },
      spelledDrug,
    ),
    purchase_date: pastDay({ zh: '购药日期', en: 'Day of the purchase', also: ['购药时间', '销售日期', '结算日期'] }),
  },
  list: 'antipyretics',
  fact: ({ drug, purchase_date }) => ({ kind: 'antipyretic-purchase', from: purchase_date, named: drug }),
});
