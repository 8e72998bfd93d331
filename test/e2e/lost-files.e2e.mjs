import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchBrowser, PHONE } from './support/browser.mjs';
import { ADDRESS } from './support/people.mjs';

const FILES = /\.js(\?|$)/;
const fileOf = (route) => route.request().url().split('?')[0];
let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

/** The door, open in a browser while the server gets a new version: the files of the old one are gone. */
async function theDoor() {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', serviceWorkers: 'block' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const loads = [];
  page.on('request', (request) => request.isNavigationRequest() && loads.push(new URL(request.url()).pathname));
  await page.goto(`${ADDRESS}/login`);
  await page.locator('#login').waitFor();
  loads.length = 0;
  return { context, page, loads };
}

const gone = (route) => route.fulfill({ status: 404, body: '' });

/** Most of it is waiting, each in a browser context of its own: at the same time. */
describe('Lost files', { concurrency: 3 }, () => {
  test('a page whose file is gone after an update is loaded anew, once', async () => {
    const { context, page, loads } = await theDoor();
    await page.route(FILES, gone, { times: 1 });
    await page.getByRole('link', { name: '个人注册' }).click();
    await page.locator('#name').waitFor();
    assert.deepEqual(loads, ['/register']);
    await context.close();
  });

  for (const [what, answer] of [
    ['missing', gone],
    ['answered with a page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })],
  ]) {
    test(`loading anew would not help, the file stays ${what}: the open page stays, with what is typed in it`, async () => {
      const { context, page, loads } = await theDoor();
      await page.locator('#login').fill('13800000001');
      await page.route(FILES, answer);
      await page.getByRole('link', { name: '个人注册' }).click();
      await page.getByText('这一部分需要重新载入').waitFor();
      assert.deepEqual(
        [loads, await page.locator('#login').inputValue(), new URL(page.url()).pathname],
        [[], '13800000001', '/login'],
      );
      await page.unroute(FILES);
      await page.getByRole('button', { name: '重新载入' }).click();
      await page.locator('#name').waitFor();
      await context.close();
    });
  }

  test('a page opened by its address whose file is gone: home is shown instead, and it is said', async () => {
    const { context, page } = await theDoor();
    const known = new Set(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)));
    await page.route(FILES, (route) => (known.has(fileOf(route)) ? route.continue() : gone(route)));
    await page.goto(`${ADDRESS}/register`);
    await page.getByText('这一部分需要重新载入').waitFor();
    await page.locator('#login').waitFor();
    await context.close();
  });

  test('one file that is gone for good is said, with a button, and not fetched in circles', async () => {
    const { context, page, loads } = await theDoor();
    let registration;
    const known = new Set(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)));
    await page.route(FILES, async (route) => {
      registration ??= known.has(fileOf(route)) ? undefined : fileOf(route);
      return fileOf(route) === registration ? gone(route) : route.continue();
    });
    await page.getByRole('link', { name: '个人注册' }).click();
    await page.getByText('这一部分需要重新载入').waitFor();
    assert.deepEqual(loads, []);
    await page.unroute(FILES);
    await page.getByRole('button', { name: '重新载入' }).click();
    await page.locator('#name').waitFor();
    await context.close();
  });

  test('without a server the page that is open stays, with what is typed in it', async () => {
    const { context, page, loads } = await theDoor();
    await page.locator('#login').fill('13800000001');
    await context.setOffline(true);
    await page.getByRole('link', { name: '个人注册' }).click();
    await page.getByText('当前无法连接服务器').waitFor();
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByText('当前无法连接服务器').waitFor();
    assert.deepEqual([loads, await page.locator('#login').inputValue()], [[], '13800000001']);
    await context.setOffline(false);
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('#name').waitFor();
    await context.close();
  });

  test('a language whose words do not come leaves a notice, not a dead button', async () => {
    const { context, page } = await theDoor();
    await page.route(FILES, gone);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('这一部分需要重新载入').waitFor();
    await context.close();
  });
});
