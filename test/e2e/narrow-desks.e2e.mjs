import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, PHONE } from './support/browser.mjs';
import { whatIsCut } from './support/layout.mjs';
import { ADDRESS, openPage, signIn } from './support/people.mjs';

const LANGUAGES = ['zh-CN', 'en'];
let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

/** @param paths of pages that this member of staff may open */
async function faultsFor(login, paths) {
  const page = await openPage(browser, PHONE, { serviceWorkers: 'block' });
  await signIn(page, '法人用户', login);
  await page.waitForURL(/admin|scanner/);
  const faults = [];
  for (const path of paths) {
    for (const language of LANGUAGES) {
      await page.evaluate((tag) => localStorage.setItem('bamin.language', tag), language);
      await page.goto(`${ADDRESS}${path}`);
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      for (const fault of await whatIsCut(page)) faults.push(`${path} ${language}: ${fault}`);
      if (process.env.E2E_PICTURES) await page.screenshot({ path: `${process.env.E2E_PICTURES}/${path.replaceAll('/', '_')}-${language}.png`, fullPage: true });
    }
  }
  await page.context().close();
  return faults;
}

test("a unit's and an authority's pages are read whole on a phone, in both languages and with letters twice as large", async () => {
  const unit = ['/admin/government', '/admin/government/scan-records', '/admin/government/sub-accounts'];
  assert.deepEqual([...(await faultsFor('13900000002', unit)), ...(await faultsFor('13900000001', ['/admin/authority']))], []);
});

test("a scanner's shift is opened on a phone, too", async () => {
  assert.deepEqual(await faultsFor('13900000005', ['/scanner/shift']), []);
});
