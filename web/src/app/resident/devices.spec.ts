import { describe, expect, it } from '@jest/globals';
import { Api } from '../api/client';
import { DrawnPage } from '../testing/drawn-page';
import { ScriptedApi } from '../testing/scripted-api';
import { Confirmation } from '../ui/dialog/confirmation';
import { CodeKeeper } from './code-keeper';
import { Devices } from './devices';

const AT = '2020-02-12T02:00:00Z';
const OWN = { id: 'own', name: 'Chrome · Android', enrolledAt: AT, renewedAt: AT };

describe('The page of the devices', () => {
  it('has the keyboard go on at its heading when a device is gone with its button', async () => {
    let items = [OWN];
    const api = new ScriptedApi({
      'GET /api/code/devices': () => ({ items }) as never,
      'DELETE /api/code/devices/{id}': () => void (items = []) as never,
    });
    const page = DrawnPage.of(Devices, [
      { provide: Api, useValue: api },
      { provide: Confirmation, useValue: { agreed: async () => true } },
      { provide: CodeKeeper, useValue: { deviceId: async () => 'own', forget: async () => undefined } },
    ]);
    await page.settled();
    await page.press('停用');
    expect([page.buttons(), document.activeElement?.id]).toEqual([[], 'devices-title']);
  });
});
