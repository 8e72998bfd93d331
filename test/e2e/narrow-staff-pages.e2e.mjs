import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, PHONE } from './support/browser.mjs';
import { look } from './support/layout.mjs';
import { aResident } from './support/new-resident.mjs';
import { ADDRESS, onShift, PASSWORD } from './support/people.mjs';

const [SCANNER, ADMINISTRATOR, OPERATOR] = ['13900000005', '13900000003', '13900000001'];
const ELSEWHERE = '13900000004';
let browser;
let resident;

before(async () => {
  browser = await launchBrowser();
  resident = await aContext();
  await aResident(resident, { name: '阿卜杜热合曼·买买提依明' });
});

after(async () => {
  await browser?.close();
});

async function aContext() {
  const context = await browser.newContext({ viewport: PHONE, serviceWorkers: 'block', locale: 'zh-CN' });
  context.setDefaultTimeout(8000);
  return context;
}

async function signedIn(login) {
  const context = await aContext();
  const answer = await context.request.post(`${ADDRESS}/api/sessions`, {
    headers: { 'X-Requested-With': 'bamin' },
    data: { door: 'organization', login, password: PASSWORD },
  });
  assert.ok(answer.ok(), await answer.text());
  return context;
}

async function showDigits() {
  const page = await resident.newPage();
  await page.goto(`${ADDRESS}/code`);
  const digits = (await page.locator('.digits').textContent()).replace(/\D/g, '');
  await page.close();
  return digits;
}

async function type(page, digits) {
  await page.locator('input[name="digits"]').fill(digits);
  await page.locator('form.digits button').click();
}

test("a scanner's pages are read whole: the result with every warning, the form, the refusal", async () => {
  const page = await (await aContext()).newPage();
  await onShift(page, SCANNER, /中华街道社区卡点/);
  const context = page.context();
  const faults = await look(context, '/scanner', (shown) =>
    shown.locator('input[name="digits"]').fill('8888888888888888'),
  );
  faults.push(
    ...(await look(context, '/scanner/shift', (shown) => shown.getByRole('button', { name: '新增扫码点' }).click())),
  );
  const elsewhere = await (await aContext()).newPage();
  await onShift(elsewhere, ELSEWHERE, /东街口社区卡点/);
  const digits = await showDigits();
  await type(elsewhere, digits);
  await elsewhere.locator('app-scan-result-card dl').waitFor();
  const scanned = async (shown) => {
    await type(shown, digits);
    await shown.locator('app-scan-result-card dl').waitFor();
  };
  faults.push(...(await look(context, '/scanner', scanned)));
  faults.push(
    ...(await look(context, '/scanner', async (shown) => {
      await scanned(shown);
      await shown.getByRole('button', { name: '反馈结果' }).click();
      await shown.getByRole('radio', { name: '其他' }).click();
      await shown.getByRole('radio', { name: '异常' }).click();
      await shown.locator('#feedback-value').fill('36.1');
    })),
  );
  faults.push(
    ...(await look(context, '/scanner', async (shown) => {
      await type(shown, '1234567890000007');
      await shown.locator('app-scan-result-card .refused').waitFor();
    })),
  );
  await Promise.all([context.close(), elsewhere.context().close()]);
  assert.deepEqual(faults, []);
});

test("an administrator's and an operator's pages are read whole", async () => {
  const administrator = await signedIn(ADMINISTRATOR);
  const faults = [];
  for (const path of ['', '/scan-records', '/sub-accounts'])
    faults.push(...(await look(administrator, `/admin/government${path}`)));
  faults.push(...(await look(administrator, '/admin/government/sub-accounts', oneTimePassword)));
  const records = await (await administrator.request.get(`${ADDRESS}/api/scan-records?limit=1`)).json();
  faults.push(...(await look(administrator, `/admin/government/scan-records/${records.items[0].scanId}`)));
  const operator = await signedIn(OPERATOR);
  faults.push(...(await look(operator, '/admin/authority')));
  await Promise.all([administrator.close(), operator.close()]);
  assert.deepEqual(faults, []);
});

/** As it is shown once, with an answer made up: nobody's password is replaced. */
async function oneTimePassword(page) {
  await page.route('**/api/accounts/*/one-time-password', (route) =>
    route.fulfill({ json: { oneTimePassword: 'nghf-725w-twm8-k4xz' } }),
  );
  await page
    .getByRole('button', { name: /^重置密码/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
  await page.getByTestId('one-time-password').waitFor();
}
