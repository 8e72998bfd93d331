import { HEALTH_INSURANCE } from './authorities.js';
import { pastDay, word } from './columns.js';
import { spelledDepartment } from './department.js';
import { describeFeed } from './feed.js';

/** Every visit and stay that the insurance pays for. Only one in a department for fever is evidence (cause 5). */
export const outpatientRecords = describeFeed({
  key: 'outpatient-records',
  authority: HEALTH_INSURANCE,
  name: { zh: '住院和门诊记录', en: 'Inpatient and outpatient records' },
  expectedHours: 24,
  about: 'person',
  columns: {
    department: word(
      { zh: '科室', en: 'Department', also: ['科室名称', '就诊科室', '住院科室'], example: '发热门诊' },
      spelledDepartment,
    ),
    visit_date: pastDay({ zh: '就诊日期', en: 'Day of the visit', also: ['就诊时间', '门诊日期', '入院日期'] }),
  },
  list: 'fever-departments',
  fact: ({ department, visit_date }) => ({ kind: 'fever-clinic-visit', from: visit_date, named: department }),
});
