import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, PHONE } from './support/browser.mjs';
import { aResident } from './support/new-resident.mjs';
import { ADDRESS } from './support/people.mjs';

const MINUTE = 60_000;
/** The frame says the verdict, or why there is none. */
const VERDICT = 'article:has-text("核验通过")';
const UNCONFIRMED = 'article:has(#verdict:has-text("待确认"))';
let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

async function aContext() {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', serviceWorkers: 'block' });
  context.setDefaultTimeout(10_000);
  return context;
}

async function codePage(context) {
  const page = await context.newPage();
  await page.goto(`${ADDRESS}/code`);
  return page;
}

/** The same person on one more browser. */
async function another({ mobile, password }) {
  const context = await aContext();
  const answer = await context.request.post(`${ADDRESS}/api/sessions`, {
    headers: { 'X-Requested-With': 'bamin' },
    data: { door: 'personal', login: mobile, password },
  });
  assert.ok(answer.ok());
  return context;
}

/** A device whose clock is wrong by as much as stands in its storage, also while a page is open. */
function withWrongClock() {
  const [RealDate, shift] = [Date, () => Number(localStorage.getItem('test.shift') ?? 0)];
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [RealDate.now() + shift()] : given));
    }
    static now() {
      return RealDate.now() + shift();
    }
  };
}

const shiftTo = (page, ms) => page.evaluate((by) => localStorage.setItem('test.shift', String(by)), ms);

async function shownClockIsRight(page) {
  const [date, time] = [await page.locator('.date').textContent(), await page.locator('.clock').textContent()];
  return Math.abs(Date.parse(`${date}T${time}+08:00`) - Date.now()) < 4000;
}

/** An SMS to somebody who got one a moment ago would have to wait for a minute: this gateway and the place it opens are played. */
async function confirmed(context, page) {
  await context.route('**/api/me/sms-codes', (route) =>
    route.fulfill({ status: 201, json: { retryAfterSeconds: 60 } }),
  );
  await context.route('**/api/code/devices', (route) => {
    const { smsCode, id } = route.request().postDataJSON() ?? {};
    const later = (hours) => new Date(Date.now() + hours * 60 * MINUTE).toISOString();
    return smsCode
      ? route.fulfill({
          status: 201,
          json: { deviceId: id, credential: 'AAAA', expiresAt: later(24), renewAfter: later(6) },
        })
      : route.fallback();
  });
  await page.getByRole('button', { name: /获取验证码/ }).click();
  await page.getByText('验证码已发送').waitFor();
  await page.locator('#sms-code').fill('123 456');
  await page.getByRole('button', { name: '确认并展码' }).click();
}

test('a phone with a wrong clock shows a code of the right time, says so, and is itself again once it is put right', async () => {
  const context = await aContext();
  await context.addInitScript(withWrongClock);
  await aResident(context);
  const page = await codePage(context);
  await page.locator('svg.qr').waitFor();
  await shiftTo(page, -20 * MINUTE);
  const [unchanged] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith('/api/code')),
    page.reload(),
  ]);
  assert.equal(unchanged.status(), 304);
  await page.getByText('本机时间不准').waitFor();
  assert.ok(await shownClockIsRight(page));
  await shiftTo(page, 0);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('本机时间不准').waitFor({ state: 'detached' });
  await page.waitForTimeout(1100);
  assert.ok(await shownClockIsRight(page));
  await context.setOffline(true);
  await shiftTo(page, -60 * MINUTE);
  await page.getByText('本机时间不准').waitFor();
  assert.ok(await shownClockIsRight(page), 'a clock that is set back under an open page without network');
  await context.close();
});

test('two tabs that find the storage empty take one place; a tab that signs out closes the code of the other', async () => {
  const context = await aContext();
  await aResident(context);
  const enrolments = [];
  context.on(
    'request',
    (request) => request.method() === 'POST' && request.url().endsWith('/api/code/devices') && enrolments.push(request),
  );
  const tabs = await Promise.all([codePage(context), codePage(context)]);
  await Promise.all(tabs.map((tab) => tab.locator('svg.qr').waitFor()));
  assert.equal(enrolments.length, 1);
  await Promise.all(
    tabs.map((tab) =>
      tab.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('bamin-code').onsuccess = done))),
    ),
  );
  await Promise.all(tabs.map((tab) => tab.reload()));
  await Promise.all(tabs.map((tab) => tab.getByText('确认新设备').waitFor()));
  for (const tab of tabs) assert.equal(await tab.locator(UNCONFIRMED).count(), 1);
  await confirmed(context, tabs[0]);
  await Promise.all(tabs.map((tab) => tab.locator(`${VERDICT} svg.qr`).waitFor()));
  await tabs[0].goto(`${ADDRESS}/me`);
  await tabs[0].getByRole('button', { name: '退出登录' }).click();
  await tabs[0].getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await tabs[1].waitForURL(/login/);
  assert.equal(await tabs[1].locator('svg.qr, .digits').count(), 0);
  await context.close();
});

test('the fourth device is told before an SMS is spent, with the three and the way to stop one', async () => {
  const first = await aContext();
  const person = await aResident(first);
  await (await codePage(first)).locator('svg.qr').waitFor();
  const fourth = await another(person);
  const page = await fourth.newPage();
  const names = ['iPhone · Safari', '红米平板', 'Windows · Edge'];
  let full = true;
  await page.route('**/api/code/devices', async (route) => {
    if (route.request().method() === 'POST') {
      return full
        ? route.fulfill({ status: 409, json: { code: 'DEVICE.TOO_MANY', title: '已有三台设备' } })
        : route.continue();
    }
    const items = names.map((name, index) => ({
      id: `01900000-0000-7000-8000-00000000000${index}`,
      name,
      enrolledAt: '2026-11-25T04:00:00Z',
      renewedAt: '2026-11-25T04:00:00Z',
      own: false,
    }));
    return route.fulfill({
      json: full ? { items, most: 3, needs: 'place' } : { items: items.slice(1), most: 3, needs: 'sms' },
    });
  });
  await page.route('**/api/code/devices/*', (route) => ((full = false), route.fulfill({ status: 204 })));
  let asked = 0;
  page.on('request', (request) => (asked += request.url().endsWith('/sms-codes') ? 1 : 0));
  await page.goto(`${ADDRESS}/code`);
  await page.getByText('已有三台设备可以展码').waitFor();
  for (const name of names) assert.equal(await page.getByText(name).count(), 1);
  assert.deepEqual(
    [await page.locator('#sms-code').count(), asked, await page.locator(UNCONFIRMED).count()],
    [0, 0, 1],
  );
  await page.getByRole('button', { name: '停用' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await page.locator('#sms-code').waitFor();
  await Promise.all([first.close(), fourth.close()]);
});
