import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, PHONE, refusedByPolicy } from './support/browser.mjs';
import { aResident } from './support/new-resident.mjs';
import { ADDRESS } from './support/people.mjs';

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

const framed = (page) => page.locator('article').evaluate((frame) => getComputedStyle(frame).borderRadius);

/** As somebody would who can write into the page: a script and a style of their own. @returns whether one of both had an effect */
function injected() {
  const [script, style] = [document.createElement('script'), document.createElement('style')];
  script.textContent = 'document.documentElement.dataset.injected = "yes"';
  style.textContent = 'body { outline: 7px solid red; }';
  document.head.append(script, style);
  const effect =
    document.documentElement.dataset.injected === 'yes' || getComputedStyle(document.body).outlineWidth === '7px';
  script.remove();
  style.remove();
  return effect;
}

test('no script and no style that somebody wrote into the page has an effect, also without network', async () => {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN' });
  context.setDefaultTimeout(15_000);
  await aResident(context);
  const page = await context.newPage();
  const refused = refusedByPolicy(page);
  await page.goto(`${ADDRESS}/code`);
  await page.locator('svg.qr').waitFor();
  const online = await framed(page);
  assert.notEqual(online, '0px');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.locator('svg.qr').waitFor();
  await context.setOffline(true);
  await page.reload();
  await page.locator('svg.qr').waitFor();
  assert.deepEqual(refused, [], 'the pages themselves break their policy');
  assert.equal(await framed(page), online);
  assert.equal(await page.evaluate(injected), false);
  assert.equal(refused.length, 2);
  await context.setOffline(false);
  await page.reload();
  await page.locator('svg.qr').waitFor();
  assert.equal(await page.evaluate(injected), false);
  await context.close();
});
