import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, PHONE, TABLET } from './support/browser.mjs';
import { ADDRESS, onShift, openPage } from './support/people.mjs';

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

/** As a person does it: by the clipboard. */
async function paste(page, field, text) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await field.focus();
  await page.keyboard.press('ControlOrMeta+V');
}

const caretOf = (field) => field.evaluate((element) => element.selectionStart);
const PERMISSIONS = { permissions: ['clipboard-read', 'clipboard-write'] };

test('an SMS code is understood however it is pasted or typed', async () => {
  const page = await openPage(browser, PHONE, PERMISSIONS);
  await page.goto(`${ADDRESS}/recover`);
  const field = page.locator('#sms-code');
  for (const text of ['123 456', '１２３４５６', '【八闽健康码】验证码 123456，请勿泄露', '123-456']) {
    await field.fill('');
    await paste(page, field, text);
    assert.equal(await field.inputValue(), '123456', text);
  }
  await field.fill('');
  await field.pressSequentially('１２３４５６７');
  assert.equal(await field.inputValue(), '123456');
  await page.context().close();
});

test('a digit in the middle of the sixteen is corrected where it stands', async () => {
  const page = await openPage(browser, TABLET, PERMISSIONS);
  await onShift(page, '13900000004', /东街口社区卡点/);
  const field = page.locator('input[name="digits"]');
  await paste(page, field, '1234567890123456');
  assert.equal(await field.inputValue(), '1234 5678 9012 3456');
  await field.evaluate((element) => element.setSelectionRange(7, 7));
  await page.keyboard.press('Backspace');
  await page.keyboard.type('0');
  assert.deepEqual([await field.inputValue(), await caretOf(field)], ['1234 5078 9012 3456', 7]);
  await field.evaluate((element) => element.setSelectionRange(5, 5));
  await page.keyboard.press('Backspace');
  assert.deepEqual([await field.inputValue(), await caretOf(field)], ['1235 0789 0123 456', 3]);
  await page.keyboard.type('4');
  assert.equal(await field.inputValue(), '1234 5078 9012 3456');
  await page.context().close();
});
