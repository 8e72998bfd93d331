import { Component } from '@angular/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { DrawnPage } from '../../testing/drawn-page';
import { savedFiles } from '../../testing/saved-files';
import { Feed, FeedColumns } from './feed-columns';

const OUTPATIENTS: Feed = {
  key: 'outpatient-records',
  name: { zh: '门诊', en: 'Outpatients' },
  columns: [
    {
      name: 'visit_date',
      names: ['就诊日期', '就诊时间', '门诊日期'],
      hint: { zh: '如 2020-02-09', en: 'Such as 2020-02-09' },
      optional: false,
      mayBeEmpty: false,
    },
    {
      name: 'country',
      names: ['签发国家'],
      hint: { zh: '如 USA', en: 'Such as USA' },
      optional: true,
      mayBeEmpty: true,
    },
    { name: 'withdrawn', names: [], hint: { zh: '1 或空', en: '1 or nothing' }, optional: false, mayBeEmpty: true },
  ],
  late: false,
};

@Component({ imports: [FeedColumns], template: '<app-feed-columns [feed]="feed" />' })
class Card {
  readonly feed = OUTPATIENTS;
}

describe('What the files of a feed have to look like', () => {
  let page: DrawnPage<Card>;

  beforeEach(() => {
    page = DrawnPage.of(Card);
  });

  it('is told column by column, in the words of who fills them in', () => {
    const rows = [...page.element.querySelectorAll('tbody tr')];
    expect(rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent!.trim()))).toEqual([
      ['就诊日期', 'visit_date', '必需', '如 2020-02-09', '就诊时间、门诊日期'],
      ['签发国家', 'country', '可以没有这一列', '如 USA', ''],
      ['withdrawn', 'withdrawn', '必需，可以留空', '1 或空', ''],
    ]);
    expect(page.text('summary')).toBe('文件的列：就诊日期、签发国家、withdrawn');
  });

  it('is there as an empty file, too, with the header alone', async () => {
    const saved = savedFiles();
    await page.press('下载模板');
    expect(saved.map(({ name }) => name)).toEqual(['模板-门诊.csv']);
    expect(await saved[0]!.text).toBe('\ufeff就诊日期,签发国家,withdrawn\r\n');
  });
});
