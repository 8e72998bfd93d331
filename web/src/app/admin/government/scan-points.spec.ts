import { beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { DrawnPage } from '../../testing/drawn-page';
import { ScriptedApi } from '../../testing/scripted-api';
import { Confirmation } from '../../ui/dialog/confirmation';
import { ScanPoints } from './scan-points';

const GATE = {
  id: 'p1',
  name: '南门',
  kind: 'community',
  areaKey: '350102',
  areaName: '鼓楼区',
  address: '八一七路1号',
  state: 'unconfirmed',
  addedAt: '2020-02-12T02:00:00Z',
  version: 1,
} as const;
const CONFIRMED = { ...GATE, state: 'confirmed', version: 2 } as const;

describe('The page of scan points', () => {
  let api: ScriptedApi;
  let page: DrawnPage<ScanPoints>;
  let agreed: boolean;

  beforeEach(async () => {
    api = new ScriptedApi({ 'GET /api/scan-points': () => ({ items: [GATE] }) });
    agreed = true;
    page = DrawnPage.of(ScanPoints, [
      { provide: Api, useValue: api },
      { provide: Confirmation, useValue: { agreed: async () => agreed } },
    ]);
    await page.settled();
  });

  it('asks for all points and says which wait to be confirmed', () => {
    expect(api.queries('GET /api/scan-points')).toEqual([expect.objectContaining({ state: 'all' })]);
    expect(page.says('南门', '待确认')).toEqual([true, true]);
  });

  it('asks for those of a name and a state, and for all once that is taken back', async () => {
    await page.type('#point-wanted', ' 南 ');
    page.find<HTMLSelectElement>('#point-state').value = 'closed';
    page.find('#point-state').dispatchEvent(new Event('input'));
    api.script['GET /api/scan-points'] = () => ({ items: [] });
    await page.send();
    expect(api.queries('GET /api/scan-points').at(-1)).toEqual({ name: '南', state: 'closed' });
    expect(page.says('没有符合条件的扫码点')).toEqual([true]);
    await page.press('重置');
    expect(api.queries('GET /api/scan-points').at(-1)).toEqual({ state: 'all' });
    expect(page.says('本单位还没有扫码点')).toEqual([true]);
  });

  it('confirms a point in its place, with the version that was seen', async () => {
    api.script['POST /api/scan-points/{id}/confirmation'] = () => CONFIRMED;
    await page.press('确认');
    expect(api.bodies('POST /api/scan-points/{id}/confirmation')).toEqual([{ version: 1 }]);
    expect([...page.says('已确认“南门”'), page.text('td .state')]).toEqual([true, '已确认']);
    expect(document.activeElement?.id).toBe('row-p1');
  });

  it('shows a point as it is now when somebody else was faster', async () => {
    api.script['POST /api/scan-points/{id}/confirmation'] = () =>
      Promise.reject(new Problem(409, 'SCAN_POINT.STALE', { title: '刚被他人修改' }));
    api.script['GET /api/scan-points/{id}'] = () => ({ ...CONFIRMED, name: '南大门' });
    await page.press('确认');
    expect(page.says('刚被他人修改', '南大门', '已确认“')).toEqual([true, true, false]);
  });

  it('closes a point only when that was agreed to', async () => {
    const closing = 'POST /api/scan-points/{id}/closing' as const;
    api.script[closing] = () => ({ ...GATE, state: 'closed', version: 2 });
    agreed = false;
    await page.press('关闭');
    expect(api.bodies(closing)).toEqual([]);
    agreed = true;
    await page.press('关闭');
    expect(api.bodies(closing)).toEqual([{ version: 1 }]);
    expect([...page.says('已关闭'), page.buttons('td')]).toEqual([true, []]);
    expect(document.activeElement?.id).toBe('row-p1');
  });

  it('shows no rows of another question under one that failed', async () => {
    api.script['GET /api/scan-points'] = () =>
      Promise.reject(new Problem(503, 'REQUEST.OVERLOADED', { title: '请稍后' }));
    await page.send();
    expect(page.says('南门', '请稍后')).toEqual([false, true]);
  });
});
