import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import admin from '../../../i18n/zh-CN/admin.json' with { type: 'json' };
import ui from '../../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { ScriptedApi } from '../../testing/scripted-api';
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
  let page: HTMLElement;
  let sure: boolean;
  const text = () => page.textContent!.replaceAll(/\s+/g, ' ');
  const press = async (label: string) => {
    [...page.querySelectorAll('button')].find((button) => button.textContent!.includes(label))!.click();
    await drawn();
  };

  beforeEach(async () => {
    api = new ScriptedApi({ 'GET /api/scan-points': () => ({ items: [GATE] }) });
    sure = true;
    TestBed.configureTestingModule({
      imports: [
        ScanPoints,
        TranslocoTestingModule.forRoot({
          langs: { 'zh-CN': { admin, ui } },
          translocoConfig: { availableLangs: ['zh-CN'], defaultLang: 'zh-CN' },
          preloadLangs: true,
        }),
      ],
      providers: [
        { provide: Api, useValue: api },
        { provide: MatDialog, useValue: { open: () => ({ afterClosed: () => of(sure) }) } },
      ],
    });
    page = TestBed.createComponent(ScanPoints).nativeElement as HTMLElement;
    document.body.append(page);
    await drawn();
  });

  async function drawn(): Promise<void> {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  it('asks for all points and says which wait to be confirmed', () => {
    expect(api.queries('GET /api/scan-points')).toEqual([expect.objectContaining({ state: 'all' })]);
    expect([text().includes('南门'), text().includes('待确认')]).toEqual([true, true]);
  });

  it('confirms a point in its place, with the version that was seen', async () => {
    api.script['POST /api/scan-points/{id}/confirmation'] = () => CONFIRMED;
    await press('确认');
    expect(api.bodies('POST /api/scan-points/{id}/confirmation')).toEqual([{ version: 1 }]);
    expect([text().includes('已确认“南门”'), text().includes('待确认')]).toEqual([true, false]);
  });

  it('shows a point as it is now when somebody else was faster', async () => {
    api.script['POST /api/scan-points/{id}/confirmation'] = () =>
      Promise.reject(new Problem(409, 'SCAN_POINT.STALE', { title: '刚被他人修改' }));
    api.script['GET /api/scan-points/{id}'] = () => ({ ...CONFIRMED, name: '南大门' });
    await press('确认');
    expect([text().includes('刚被他人修改'), text().includes('南大门'), text().includes('已确认“')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('closes a point only when that was confirmed', async () => {
    const closing = 'POST /api/scan-points/{id}/closing' as const;
    api.script[closing] = () => ({ ...GATE, state: 'closed', version: 2 });
    sure = false;
    await press('关闭');
    expect(api.bodies(closing)).toEqual([]);
    sure = true;
    await press('关闭');
    expect(api.bodies(closing)).toEqual([{ version: 1 }]);
    expect(text()).toContain('已关闭');
    expect([...page.querySelectorAll('td button')]).toEqual([]);
  });

  it('shows no rows of another question under one that failed', async () => {
    api.script['GET /api/scan-points'] = () =>
      Promise.reject(new Problem(503, 'REQUEST.OVERLOADED', { title: '请稍后' }));
    await press('查询');
    expect([text().includes('南门'), text().includes('请稍后')]).toEqual([false, true]);
  });
});
