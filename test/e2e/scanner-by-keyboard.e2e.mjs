import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { launchBrowser, PHONE } from './support/browser.mjs';
import { ADDRESS, onShift, openPage } from './support/people.mjs';
import { aResident } from './support/new-resident.mjs';

const SCANNER = ['13900000004', /东街口社区卡点/];
let browser;
let resident;
let page;

before(async () => {
  browser = await launchBrowser();
  resident = await browser.newContext({ viewport: PHONE, serviceWorkers: 'block', locale: 'zh-CN' });
  await aResident(resident, { name: '陈小明' });
  page = await openPage(browser, PHONE);
  page.on('dialog', (question) => question.accept());
  await onShift(page, ...SCANNER);
});

beforeEach(async () => {
  await page.goto(`${ADDRESS}/scanner`);
  await page.locator('#digits').waitFor();
});

after(async () => {
  await browser?.close();
});

async function shownDigits() {
  const shown = await resident.newPage();
  await shown.goto(`${ADDRESS}/code`);
  const digits = (await shown.locator('.digits').textContent()).replace(/\D/g, '');
  await shown.close();
  return digits;
}

const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
const waitForFocus = (id) => page.waitForFunction((wanted) => document.activeElement.id === wanted, id);

/** Of what has the focus the bar at the bottom leaves everything in sight. */
const behindTheBar = () =>
  page.evaluate(() =>
    Math.round(
      document.activeElement.getBoundingClientRect().bottom - document.querySelector('nav').getBoundingClientRect().top,
    ),
  );

async function lookAtSomebody() {
  await page.locator('#digits').focus();
  await page.keyboard.type(await shownDigits());
  await page.keyboard.press('Enter');
  await waitForFocus('scan-result');
}

test('a person takes no way from the top of the page, and the bar at the bottom hides nothing', async () => {
  await lookAtSomebody();
  await page.keyboard.press('Tab');
  assert.equal(await focused(), '反馈结果');
  await page.keyboard.press('Enter');
  await waitForFocus('feedback-title');
  await page.getByRole('radio', { name: '上班返岗' }).waitFor();
  const steps = ['Tab', 'ArrowRight', 'Tab', 'ArrowDown', 'ArrowUp', 'Tab', 'Tab', 'End'];
  const stops = [];
  for (const key of steps) {
    await page.keyboard.press(key);
    await page.waitForTimeout(100);
    stops.push(await focused());
    assert.ok((await behindTheBar()) <= 0, `${stops.at(-1)} is behind the bar by ${await behindTheBar()} px`);
  }
  assert.deepEqual(stops.slice(2), ['正常', '异常', '正常', 'feedback-value', '放行', '转送']);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), '提交');
  assert.ok((await behindTheBar()) <= 0);
  await page.keyboard.press('Enter');
  await waitForFocus('digits');
});

test('what the server finds wrong with a text is said at its field', async () => {
  await lookAtSomebody();
  await page.getByRole('button', { name: '反馈结果' }).click();
  await page.getByRole('radio', { name: '其他' }).click();
  await page.locator('#feedback-reasonText').fill('送药\u200b');
  await page.getByRole('radio', { name: '正常' }).click();
  await page.getByRole('radio', { name: '放行' }).click();
  await page.getByRole('button', { name: '提交' }).click();
  await page.locator('#feedback-reasonText-problem').getByText('含有看不见的字符').waitFor();
  assert.equal(await page.locator('#feedback-reasonText').getAttribute('aria-invalid'), 'true');
  assert.equal(await focused(), 'feedback-reasonText');
  await page.locator('#feedback-reasonText').fill('送药');
  await page.getByRole('button', { name: '提交' }).click();
  await waitForFocus('digits');
});

test('a button that was pressed too early leads to what is missing and says it', async () => {
  await page.locator('#digits').fill('1234');
  await page.getByRole('button', { name: '查看' }).click();
  await page.getByText('请输入16位数字，现在是4位').waitFor();
  assert.equal(await focused(), 'digits');
  await page.locator('#digits').fill('');
  await lookAtSomebody();
  await page.getByRole('button', { name: '反馈结果' }).click();
  const missing = async (sentence, then) => {
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[aria-invalid="true"]'));
    await then();
  };
  await missing('请选择通行原因', () => page.keyboard.press('End'));
  await page.getByRole('radio', { name: '其他' }).click();
  await missing('请说明通行原因', () => page.keyboard.type('送药'));
  await missing('请选择体温结果', () => page.keyboard.press('End'));
  await missing('请说明未测原因', () => page.keyboard.type('体温枪没电'));
  await missing('请选择处置结果', () => page.keyboard.press('Home'));
  await page.getByRole('button', { name: '提交' }).click();
  await waitForFocus('digits');
});

test('what was typed into the field for digits can be taken back', async () => {
  const field = page.locator('#digits');
  await field.fill('');
  await field.focus();
  await page.keyboard.type('12345678901');
  assert.equal(await field.inputValue(), '1234 5678 901');
  const seen = [];
  for (let step = 0; step < 20 && (await field.inputValue()) !== ''; step += 1) {
    await page.keyboard.press('Control+z');
    seen.push((await field.inputValue()).replace(/ /g, ''));
  }
  assert.ok(seen.length > 0 && seen.every((digits, at) => digits.length < 11 || at === 0), seen.join(' '));
  assert.equal(seen.at(-1), '');
  await page.keyboard.type('1234567');
  assert.equal(await field.inputValue(), '1234 567');
  await field.fill('');
});

test('a shift that was ended or moved elsewhere is said, with the way', async () => {
  const headers = { 'X-Requested-With': 'bamin' };
  const { scanPoint } = await (await page.request.get(`${ADDRESS}/api/shift`)).json();
  const other = await page.context().newPage();
  await other.goto(`${ADDRESS}/scanner`);
  await other.getByRole('button', { name: '结束当班' }).click();
  await other.getByRole('radio', { name: SCANNER[1] }).click();
  await other.getByRole('button', { name: '开始扫码' }).click();
  await other.locator('#digits').waitFor();
  await page.locator('#digits').fill(await shownDigits());
  await page.keyboard.press('Enter');
  await page.getByText(`您现在在“${scanPoint.name}”当班，请重新核验`).waitFor();
  await page.keyboard.press('Enter');
  await waitForFocus('scan-result');
  await page.getByRole('button', { name: '下一位' }).click();
  await other.request.delete(`${ADDRESS}/api/shift`, { headers });
  await page.locator('#digits').fill(await shownDigits());
  await page.keyboard.press('Enter');
  await page.getByText('当班已在别处结束').waitFor();
  await page.getByRole('link', { name: '上报当前位置' }).click();
  await page.getByRole('radio', { name: SCANNER[1] }).waitFor();
  await page.getByRole('button', { name: '开始扫码' }).click();
  await page.getByText('请选择您所在的扫码点').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'radio');
});
