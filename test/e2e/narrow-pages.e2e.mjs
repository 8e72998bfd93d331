import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchBrowser, PHONE } from './support/browser.mjs';
import { look } from './support/layout.mjs';
import { aResident } from './support/new-resident.mjs';
import { ADDRESS } from './support/people.mjs';

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

async function aContext() {
  const context = await browser.newContext({ viewport: PHONE, serviceWorkers: 'block' });
  context.setDefaultTimeout(15_000);
  return context;
}

/** Each with a person and a browser context of its own, at the same time. */
describe('Narrow pages', { concurrency: 3 }, () => {
  test('the doors are read whole on the narrowest phone and with letters twice as large, in both languages', async () => {
    const context = await aContext();
    const faults = [];
    for (const path of ['/login', '/recover', '/activate', '/terms', '/privacy', '/demo-inbox', '/nowhere'])
      faults.push(...(await look(context, path)));
    faults.push(
      ...(await look(context, '/register', async (page) => {
        await page.locator('#type').selectOption('passport');
        await page.locator('#number').fill('1');
        await page.locator('#mobile').fill('1');
        await page.locator('#new-password').fill('short');
        await page.locator('#repeat-password').fill('other');
        await page.locator('#name').focus();
      })),
    );
    await context.close();
    assert.deepEqual(faults, []);
  });

  test("a resident's pages are read whole, whatever they have to say", async () => {
    const context = await aContext();
    await aResident(context, { name: '阿卜杜热合曼·买买提依明' });
    const faults = [];
    for (const path of ['/home', '/devices', '/me', '/password', '/proofing', '/capacities'])
      faults.push(...(await look(context, path)));
    faults.push(...(await look(context, '/code', (page) => page.locator('svg.qr').waitFor())));
    faults.push(...(await look(context, '/messages', openFirst)));
    const reason = {
      zh: '14天内在我省有发热门诊就诊记录',
      en: 'A visit to a fever clinic in the province within 14 days',
    };
    await context.route('**/api/code', async (route) => {
      const answer = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } });
      const until = new Date(Date.now() + 86_400_000).toISOString();
      const causes = [
        { cause: 5, title: reason, source: reason, from: until, until, wayBack: reason, legalBasis: reason },
      ];
      const words = { zh: '橙色', en: 'Orange' };
      const colourWords = { key: 'orange', rank: 1, name: words, verdict: reason, icon: 'not-passed' };
      await route.fulfill({
        response: answer,
        json: { ...(await answer.json()), colour: 'orange', colourWords, until, causes },
      });
    });
    faults.push(...(await look(context, '/code', (page) => page.locator('app-reasons section').waitFor())));
    await context.close();
    assert.deepEqual(faults, []);
  });

  test('who has no code yet, and whose device is not confirmed, read their pages whole, too', async () => {
    const [first, second] = [await aContext(), await aContext()];
    const { mobile, password } = await aResident(first, { claimed: false });
    const faults = [...(await look(first, '/home')), ...(await look(first, '/claim'))];
    await first.request.post(`${ADDRESS}/api/code`, {
      headers: { 'X-Requested-With': 'bamin' },
      data: {
        id: `01900000-0000-7000-8000-${Date.now().toString(16).padStart(12, '0')}`,
        initialPosition: { areaKey: '350102' },
      },
    });
    const shown = await first.newPage();
    await shown.goto(`${ADDRESS}/code`);
    await shown.locator('svg.qr').waitFor();
    await second.request.post(`${ADDRESS}/api/sessions`, {
      headers: { 'X-Requested-With': 'bamin' },
      data: { door: 'personal', login: mobile, password },
    });
    faults.push(...(await look(second, '/code', (page) => page.locator('#sms-code').waitFor())));
    await Promise.all([first.close(), second.close()]);
    assert.deepEqual(faults, []);
  });
});

async function openFirst(page) {
  const first = page.locator('button[aria-expanded]').first();
  if (await first.isVisible().catch(() => false)) await first.click();
}
