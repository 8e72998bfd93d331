import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { beforeEach, describe, expect, it } from '@jest/globals';
import admin from '../../../i18n/zh-CN/admin.json' with { type: 'json' };
import ui from '../../../i18n/zh-CN/ui.json' with { type: 'json' };
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { Permission } from '../../api/types';
import { Permissions } from '../../session/permissions';
import { ScriptedApi } from '../../testing/scripted-api';
import { SubAccounts } from './sub-accounts';

const LIN = {
  id: 'a1',
  name: '林晓燕',
  maskedMobile: '139****0004',
  status: 'active',
  addedAt: '2020-02-12T02:00:00Z',
  version: 1,
  unit: { id: 'u1', name: '东街' },
  manageable: true,
} as const;

describe('The page of sub-accounts', () => {
  let accounts: ScriptedApi;
  const allowed = new Set<string>();
  let page: HTMLElement;
  const text = () => page.textContent!.replaceAll(/\s+/g, ' ');
  const field = () => page.querySelector<HTMLInputElement>('input[name=search]')!;

  beforeEach(async () => {
    ['manage', 'issueOneTimePassword'].forEach((action) => allowed.add(action));
    accounts = new ScriptedApi({
      'GET /api/units': () => ({ items: [] }),
      'GET /api/sub-accounts': () => ({ items: [LIN] }),
    });
    const langs = { 'zh-CN': { admin, ui } };
    TestBed.configureTestingModule({
      imports: [
        SubAccounts,
        TranslocoTestingModule.forRoot({
          langs,
          translocoConfig: { availableLangs: ['zh-CN'], defaultLang: 'zh-CN' },
          preloadLangs: true,
        }),
      ],
      providers: [
        { provide: Api, useValue: accounts },
        { provide: Permissions, useValue: { may: ({ action }: Permission) => allowed.has(action) } },
      ],
    });
    page = TestBed.createComponent(SubAccounts).nativeElement as HTMLElement;
    document.body.append(page);
    await drawn();
  });

  async function drawn(): Promise<void> {
    for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  async function search(typed: string): Promise<void> {
    field().value = typed;
    field().dispatchEvent(new Event('input'));
    await drawn();
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await drawn();
  }

  it.each(['+86 137-', '12', '\u200b'])('shows no rows under what is no search, and says so: %j', async (typed) => {
    expect(text()).toContain('林晓燕');
    await search(typed);
    expect(accounts.queries('GET /api/sub-accounts')).toHaveLength(1);
    expect([
      text().includes('林晓燕'),
      text().includes('没有查询结果'),
      text().includes('请输入完整手机号或后四位'),
    ]).toEqual([false, true, true]);
    expect(document.activeElement).toBe(field());
    await search('林');
    expect([text().includes('林晓燕'), text().includes('没有查询结果')]).toEqual([true, false]);
  });

  it('shows no rows under a search that was refused', async () => {
    accounts.script['GET /api/sub-accounts'] = () =>
      Promise.reject(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误' }));
    await search('林\u200b');
    expect([text().includes('林晓燕'), text().includes('请求内容有误')]).toEqual([false, true]);
  });

  it('never asks with a whole number', async () => {
    await search('+852 9446 8557');
    expect(accounts.queries('GET /api/sub-accounts').at(-1)).toMatchObject({ mobile: '+85*****8557' });
  });

  it('has the buttons of what may be done, and no others', async () => {
    const buttons = () => [...page.querySelectorAll('.heading button, .actions button')].map((one) => one.textContent);
    expect(buttons()).toHaveLength(4);
    allowed.delete('issueOneTimePassword');
    await search('林');
    expect(buttons()).toHaveLength(3);
    allowed.delete('manage');
    await search('燕');
    expect(buttons()).toEqual([]);
  });
});
