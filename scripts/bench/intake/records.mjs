import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const HEADER = 'reference,revision,document_type,document_number,department,visit_date,withdrawn\n';
const OTHERS = ['骨科', '口腔科', '内分泌科', '眼科', '儿科', '普外科', '妇科', '皮肤科', '心血管内科'];

/** Every tenth visit is one for fever. */
export const isEvidence = (number) => number % 10 === 0;

/** A valid resident ID for each number, and another for every other number; none that a spreadsheet could have rounded. */
export function documentOf(number) {
  const day = new Date(Date.UTC(1950, 0, 1) + Math.floor(number / 900) * 86_400_000).toISOString().slice(0, 10);
  const first17 = `350102${day.replaceAll('-', '')}${String((number % 900) + 1).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  const check = '10X98765432'[sum % 11];
  const whole = first17 + check;
  return whole.endsWith('000')
    ? `${whole.slice(0, 6)}${day.replaceAll('-', '')}9991`.slice(0, 17) + checked(day)
    : whole;
}

function checked(day) {
  const first17 = `350102${day.replaceAll('-', '')}999`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return '10X98765432'[sum % 11];
}

/** A file as an authority hands it in. @param from number of the first row: rows of several files are about others */
export async function writeFile(path, { prefix, from, rows, day }) {
  const file = createWriteStream(path);
  file.write(HEADER);
  for (let number = from; number < from + rows; number++) {
    const department = isEvidence(number) ? '发热门诊' : OTHERS[number % OTHERS.length];
    const row = `${prefix}-${number},1,resident-id,${documentOf(number)},${department},${day},0\n`;
    if (!file.write(row)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}
