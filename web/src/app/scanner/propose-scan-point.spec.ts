import { HttpErrorResponse } from '@angular/common/http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../api/client';
import { Answer } from '../api/contract';
import { Problem } from '../api/problem';
import { DrawnPage } from '../testing/drawn-page';
import { ScriptedApi } from '../testing/scripted-api';
import { ProposeScanPoint, ScanPoint } from './propose-scan-point';

type Areas = Answer<'GET /api/areas'>['items'];
const FUZHOU: Areas = [{ key: '350100', name: '福州市', kind: 'city' }];
const GULOU: Areas = [{ key: '350102', name: '鼓楼区', kind: 'county' }];
const unreachable = new HttpErrorResponse({ status: 0 });
const unavailable = new Problem(503, 'REQUEST.UNAVAILABLE', { title: '服务暂不可用' });

/** The form of a scanner who stands where the list has no point. */
describe('Proposing a scan point', () => {
  let failures: unknown[];
  let areasFail: boolean;
  let api: ScriptedApi;
  let page: DrawnPage<ProposeScanPoint>;

  beforeEach(async () => {
    [failures, areasFail] = [[], false];
    api = new ScriptedApi({
      'GET /api/areas': ({ query }) => {
        if (areasFail) throw unavailable;
        const parent = query?.['parent'];
        return { items: parent === undefined ? FUZHOU : parent === '350100' ? GULOU : [] };
      },
      'POST /api/scan-points': ({ body }) => {
        if (failures.length > 0) throw failures.shift();
        return { ...(body as ScanPoint), areaName: '鼓楼区', state: 'unconfirmed', addedAt: '', version: 1 };
      },
    });
  });

  async function open(): Promise<void> {
    page = DrawnPage.of(ProposeScanPoint, [{ provide: Api, useValue: api }]);
    await page.settled();
  }

  async function choose(level: number, key: string): Promise<void> {
    const field = page.find<HTMLSelectElement>(`#point-area-${level}`);
    field.value = key;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await page.settled();
  }

  it('proposes one point, however often its answer is lost, also when a word of it is mended between', async () => {
    failures = [unreachable, unreachable];
    await open();
    await page.type('#point-name', '东街口');
    await choose(0, '350100');
    await choose(1, '350102');
    await page.send();
    await page.send();
    await page.type('#point-address', '八一七路');
    await page.send();
    const ids = (api.bodies('POST /api/scan-points') as ScanPoint[]).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
  });

  it('asks for the areas again in its place, and keeps what is typed', async () => {
    areasFail = true;
    await open();
    await page.type('#point-name', '东街口');
    expect(page.says('服务暂不可用', '福州市')).toEqual([true, false]);
    areasFail = false;
    await page.press('重试');
    expect(page.says('服务暂不可用', '福州市')).toEqual([false, true]);
    expect(page.find<HTMLInputElement>('#point-name').value).toBe('东街口');
    expect(document.activeElement?.id).toBe('point-area-0');
  });

  it('asks again for what is below the area that is chosen', async () => {
    await open();
    areasFail = true;
    await choose(0, '350100');
    areasFail = false;
    await page.press('重试');
    expect(page.says('服务暂不可用', '福州市', '鼓楼区')).toEqual([false, true, true]);
  });
});
