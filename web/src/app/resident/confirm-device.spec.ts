import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../api/client';
import { Problem } from '../api/problem';
import { DrawnPage } from '../testing/drawn-page';
import { ScriptedApi } from '../testing/scripted-api';
import { CodeKeeper } from './code-keeper';
import { ConfirmDevice } from './confirm-device';

describe('A further device', () => {
  let page: DrawnPage<ConfirmDevice>;
  let confirmed: string[];

  beforeEach(async () => {
    confirmed = [];
    const confirm = async (smsCode: string) => {
      confirmed.push(smsCode);
      if (smsCode === '000000') throw new Problem(403, 'DEVICE.SMS_REQUIRED', { title: '须短信确认' });
    };
    page = DrawnPage.of(ConfirmDevice, [
      {
        provide: Api,
        useValue: new ScriptedApi({ 'GET /api/code/devices': () => ({ items: [], most: 3, needs: 'sms' }) }),
      },
      { provide: CodeKeeper, useValue: { confirm } },
    ]);
    await page.settled();
  });
  afterEach(() => page.element.remove());

  it('is told of a wrong code once, at its field, until another stands there', async () => {
    await page.type('#sms-code', '000000');
    await page.send();
    expect([page.text('#sms-code-problem'), page.element.querySelectorAll('[role=alert]').length]).toEqual([
      '验证码错误或已过期，请核对或重新获取',
      1,
    ]);
    expect(document.activeElement?.id).toBe('sms-code');
    await page.type('#sms-code', '123456');
    expect(page.find('#sms-code-problem')).toBeNull();
    await page.send();
    expect(confirmed).toEqual(['000000', '123456']);
  });
});
