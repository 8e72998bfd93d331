import { beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../../api/client';
import { Problem } from '../../api/problem';
import { Permission, Permissions } from '../../session/permissions';
import { DrawnPage } from '../../testing/drawn-page';
import { ScriptedApi } from '../../testing/scripted-api';
import { Confirmation } from '../../ui/dialog/confirmation';
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
  let agreed: boolean;
  let page: DrawnPage<SubAccounts>;

  beforeEach(async () => {
    ['manage', 'issueOneTimePassword'].forEach((action) => allowed.add(action));
    agreed = true;
    accounts = new ScriptedApi({
      'GET /api/units': () => ({ items: [] }),
      'GET /api/sub-accounts': () => ({ items: [LIN] }),
    });
    page = DrawnPage.of(SubAccounts, [
      { provide: Api, useValue: accounts },
      { provide: Permissions, useValue: { may: ({ action }: Permission) => allowed.has(action) } },
      { provide: Confirmation, useValue: { agreed: async () => agreed } },
    ]);
    await page.settled();
  });

  async function search(typed: string): Promise<void> {
    await page.type('#search', typed);
    await page.send();
  }

  it.each(['+86 137-', '12', '\u200b'])('shows no rows under what is no search, and says so: %j', async (typed) => {
    expect(page.says('林晓燕')).toEqual([true]);
    await search(typed);
    expect(accounts.queries('GET /api/sub-accounts')).toHaveLength(1);
    expect(page.says('林晓燕', '没有查询结果')).toEqual([false, true]);
    expect([page.text('#search-problem'), document.activeElement?.id]).toEqual(['请输入完整手机号或后四位', 'search']);
    await search('林');
    expect(page.says('林晓燕', '没有查询结果')).toEqual([true, false]);
  });

  it('shows no rows under a search that was refused', async () => {
    accounts.script['GET /api/sub-accounts'] = () =>
      Promise.reject(new Problem(400, 'REQUEST.MALFORMED', { title: '请求内容有误' }));
    await search('林\u200b');
    expect(page.says('林晓燕', '请求内容有误')).toEqual([false, true]);
  });

  it('never asks with a whole number', async () => {
    await search('+852 9446 8557');
    expect(accounts.queries('GET /api/sub-accounts').at(-1)).toMatchObject({ mobile: '+85*****8557' });
  });

  it('has the buttons of what may be done, and no others', async () => {
    const buttons = () => [...page.buttons('.heading'), ...page.buttons('.actions')];
    expect(buttons()).toHaveLength(4);
    allowed.delete('issueOneTimePassword');
    await search('林');
    expect(buttons()).toHaveLength(3);
    allowed.delete('manage');
    await search('燕');
    expect(buttons()).toEqual([]);
  });

  it('offers no one-time password for an account that is disabled', async () => {
    accounts.script['GET /api/sub-accounts'] = () => ({ items: [{ ...LIN, status: 'disabled' }] });
    await page.send();
    expect(page.buttons('.actions')).toHaveLength(2);
  });

  it('of a unit below has no buttons', async () => {
    accounts.script['GET /api/sub-accounts'] = () => ({ items: [{ ...LIN, manageable: false }] });
    await page.send();
    expect([page.buttons('td'), ...page.says('由所属单位管理')]).toEqual([[], true]);
  });

  it('disables an account only when that was agreed to, and shows it in its place', async () => {
    const disabling = 'POST /api/sub-accounts/{id}/disabling' as const;
    accounts.script[disabling] = () => undefined as never;
    accounts.script['GET /api/sub-accounts/{id}'] = () => ({ ...LIN, status: 'disabled' });
    agreed = false;
    await page.press('停用');
    expect(accounts.bodies(disabling)).toHaveLength(0);
    agreed = true;
    await page.press('停用');
    expect(accounts.bodies(disabling)).toHaveLength(1);
    expect(page.says('已停用林晓燕', '撤销停用')).toEqual([true, true]);
  });
});
