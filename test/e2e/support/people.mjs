/** Of everybody in the demo world. */
export const PASSWORD = 'Bamin-demo-2020';

export const ADDRESS = process.env.E2E_ADDRESS;

export async function openPage(browser, viewport, options = {}) {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(12_000);
  return page;
}

export async function signIn(page, door, login) {
  await page.goto(`${ADDRESS}/login`);
  await page.getByRole('tab', { name: door }).click();
  await page.locator('#login').fill(login);
  await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** A phone that shows the code of a resident of the demo world, as a further device if need be. */
export async function codePageOf(browser, viewport, login) {
  const page = await openPage(browser, viewport);
  await signIn(page, '个人用户', login);
  await page.waitForURL(/home|code/);
  await page.goto(`${ADDRESS}/code`);
  const [qr, further] = [page.locator('svg.qr'), page.getByRole('button', { name: /获取验证码/ })];
  await qr.or(further).first().waitFor();
  if (await further.isVisible()) await confirmDevice(page, login);
  await qr.waitFor();
  return page;
}

async function confirmDevice(page, login) {
  await page.getByRole('button', { name: /获取验证码/ }).click();
  await page
    .getByText(/已发送|秒后/)
    .first()
    .waitFor();
  await page.locator('#sms-code').fill(await theSmsCode(page, login));
  await page.getByRole('button', { name: '确认并展码' }).click();
}

export async function theSmsCode(page, to) {
  const { items } = await (await page.request.get(`${ADDRESS}/api/demo/sms`)).json();
  return items.find((sms) => sms.mobile === to).content.match(/\d{6}/)[0];
}

/** A scanner of the demo world with an open shift; the one of before may still be open. */
export async function onShift(page, login, point) {
  await signIn(page, '法人用户', login);
  await page.waitForURL(/scanner/);
  await page.goto(`${ADDRESS}/scanner/shift`);
  await page.getByRole('radio', { name: point }).click();
  await page.getByRole('button', { name: '开始扫码' }).click();
}
