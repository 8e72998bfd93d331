import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DESKTOP, launchBrowser, PHONE, TABLET } from './support/browser.mjs';
import { filmOf } from './support/camera.mjs';
import { verifyPresentation } from '../token/third-party-verifier.mjs';
import { residentIdOf } from './support/documents.mjs';
import { ADDRESS, openPage, signIn, theSmsCode } from './support/people.mjs';

const mobile = `139${String(Date.now()).slice(-8)}`;
let folder;
let phone;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bamin-film-'));
  phone = await launchBrowser({ film: await aFace() });
});

after(async () => {
  await phone?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A film of a plain wall: proofing of the demo world looks at no face. */
async function aFace() {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: TABLET });
  const film = join(folder, 'face.y4m');
  await filmOf(page, await page.screenshot(), film);
  await browser.close();
  return film;
}

test('a resident registers, proves who they are, claims a code; a scanner reads it with the camera; the unit sees the passage', async () => {
  const resident = await openPage(phone, PHONE, { permissions: ['camera'] });
  await resident.goto(`${ADDRESS}/register`);
  await resident.locator('#name').fill('许文静');
  await resident.locator('#number').fill(residentIdOf('350102', '19900101'));
  await resident.locator('#mobile').fill(mobile);
  await resident.getByRole('button', { name: /获取验证码/ }).click();
  await resident
    .getByText(/已发送|秒后/)
    .first()
    .waitFor();
  await resident.locator('input[autocomplete="one-time-code"]').fill(await theSmsCode(resident, mobile));
  await resident.locator('input[autocomplete="new-password"]').first().fill('the quiet river 35');
  await resident.locator('input[autocomplete="new-password"]').nth(1).fill('the quiet river 35');
  await resident.locator('#agreed').check();
  await resident.getByRole('button', { name: '注册', exact: true }).click();

  await resident.waitForURL(/home|claim|proofing/);
  await resident.goto(`${ADDRESS}/proofing`);
  await resident.getByRole('button', { name: '打开摄像头' }).click();
  await resident.getByRole('button', { name: '拍照并认证' }).click();
  await resident.getByText('演示环境').waitFor();
  await resident.getByRole('button', { name: '去申领健康码' }).click();

  const areas = resident.locator('app-area-choice select');
  await areas.nth(1).selectOption({ label: '厦门市' });
  await areas.nth(2).selectOption({ label: '思明区' });
  await resident.getByRole('button', { name: '一键申领' }).click();
  const qr = resident.locator('svg.qr');
  await qr.waitFor();
  await resident.getByText('绿色').first().waitFor();

  const film = join(folder, 'code.y4m');
  await filmOf(resident, await qr.screenshot({ scale: 'device' }), film);
  const tabletBrowser = await launchBrowser({ film });
  try {
    const scanner = await openPage(tabletBrowser, TABLET, { permissions: ['camera'] });
    await signIn(scanner, '法人用户', '13900000004');
    await scanner.getByRole('radio', { name: /东街口社区卡点/ }).click();
    // The showing lives for 90 seconds: what is filmed now is what the camera sees when the shift opens.
    await scanner.getByRole('button', { name: '开始扫码' }).click();
    await scanner.getByText('许*静').waitFor({ timeout: 45_000 });
    await scanner.getByText('流向提示').waitFor();
    await scanner.getByRole('button', { name: '反馈结果' }).click();
    await scanner.getByRole('radio', { name: '上班返岗' }).click();
    await scanner.getByRole('radio', { name: '正常' }).click();
    await scanner.locator('#feedback-value').fill('36.5');
    await scanner.getByRole('radio', { name: '放行' }).click();
    await scanner.getByRole('button', { name: '提交' }).click();
    await scanner.getByText('已提交').waitFor();
  } finally {
    await tabletBrowser.close();
  }

  const administrator = await openPage(phone, DESKTOP);
  await signIn(administrator, '法人用户', '13900000002');
  await administrator.waitForURL(/admin\/government/);
  await administrator.goto(`${ADDRESS}/admin/government/scan-records`);
  const row = administrator.getByRole('row').filter({ hasText: '许*静' });
  await row.getByText('上班返岗').waitFor();
  await row.getByRole('link', { name: '查看详情' }).click();
  await administrator.getByText('36.5').waitFor();
  await administrator.getByText('中风险（一般）').waitFor();
});

test('the code goes on without network, and asks the server for nothing to renew its picture', async () => {
  const resident = await openPage(phone, PHONE);
  await signIn(resident, '个人用户', '13800000001');
  await resident.waitForURL(/home|code/);
  await resident.goto(`${ADDRESS}/code`);
  const path = resident.locator('svg.qr path');
  await path.waitFor();
  const first = await path.getAttribute('d');
  const asked = [];
  resident.on('request', (request) => asked.push(request.url()));
  await resident.context().setOffline(true);
  await resident.waitForFunction(
    (before) => document.querySelector('svg.qr path')?.getAttribute('d') !== before,
    first,
    { timeout: 40_000 },
  );
  assert.deepEqual(
    asked.filter((url) => !url.includes('/api/code')),
    [],
  );
  await resident.context().close();
});

test(
  'zbar reads a screenshot of the code page, and a verifier written from the format alone accepts it',
  { skip: !existsSync('/usr/bin/zbarimg') && 'zbar-tools is not installed' },
  async () => {
    const resident = await openPage(phone, PHONE, { deviceScaleFactor: 2 });
    await signIn(resident, '个人用户', '13800000002');
    await resident.waitForURL(/home|code/);
    await resident.goto(`${ADDRESS}/code`);
    await resident.locator('svg.qr').waitFor();
    const picture = join(folder, 'page.png');
    await writeFile(picture, await resident.screenshot());
    const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', picture]);
    assert.match(stdout, /^BM1:[0-9A-Z $%*+\-./:]+\n$/);
    const keys = await (await resident.request.get(`${ADDRESS}/.well-known/health-code-keys.json`)).json();
    assert.deepEqual(verifyPresentation(stdout.replace(/\n$/, ''), keys, new Date()), {
      ok: true,
      maskedName: '欧阳**',
      birthYear: 1992,
      colour: 'orange',
    });
    await resident.getByText('橙色').first().waitFor();
    await resident.context().close();
  },
);

test('another device shows nothing before the SMS; then, without a camera, its digits are read', async () => {
  const [resident, plain] = [await openPage(phone, PHONE), await launchBrowser()];
  try {
    await signIn(resident, '个人用户', '13800000002');
    await resident.waitForURL(/home|code/);
    await resident.goto(`${ADDRESS}/code`);
    await resident.getByText('确认新设备').waitFor();
    assert.equal(await resident.locator('.digits').count(), 0);
    await resident.getByRole('button', { name: /获取验证码/ }).click();
    await resident
      .getByText(/已发送|秒后/)
      .first()
      .waitFor();
    await resident.locator('#sms-code').fill(await theSmsCode(resident, '13800000002'));
    await resident.getByRole('button', { name: '确认并展码' }).click();
    await resident.locator('.digits').waitFor();
    const scanner = await openPage(plain, TABLET);
    await signIn(scanner, '法人用户', '13900000005');
    await scanner.getByRole('radio', { name: /中华街道社区卡点/ }).click();
    await scanner.getByRole('button', { name: '开始扫码' }).click();
    await scanner.getByText(/未获得摄像头权限|没有找到摄像头/).waitFor();
    const digits = (await resident.locator('.digits').textContent()).replace(/\D/g, '');
    const field = scanner.locator('input[name="digits"]');
    await field.fill(digits.slice(0, 15) + ((Number(digits[15]) + 1) % 10));
    await scanner.getByText('数字有误').waitFor();
    await field.fill(digits);
    await scanner.getByRole('button', { name: '查看' }).click();
    await scanner.getByText('欧阳**').waitFor();
    await scanner.getByText('14天内在我省有发热门诊就诊记录').waitFor();
  } finally {
    await plain.close();
  }
});
