import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, PHONE, TABLET } from './support/browser.mjs';
import { filmOf } from './support/camera.mjs';
import { codePageOf, onShift, openPage } from './support/people.mjs';

const SCANNER = ['13900000004', /东街口社区卡点/];
let folder;
let browser;
let phone;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bamin-film-'));
  const plain = await launchBrowser();
  const page = await plain.newPage({ viewport: TABLET });
  const film = join(folder, 'wall.y4m');
  await filmOf(page, await page.screenshot(), film);
  await plain.close();
  browser = await launchBrowser({ film });
  phone = await codePageOf(browser, PHONE, '13800000001');
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A tablet whose camera opens late, or not at all for the first `failures` with an error of this name; every picture it gave is remembered. */
async function aTablet({ late = 0, error = '', failures = 0 } = {}) {
  const page = await openPage(browser, TABLET, { permissions: ['camera'] });
  await page.addInitScript(
    (how) => {
      if (!navigator.mediaDevices) return;
      globalThis.streams = [];
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        if (how.failures-- > 0) throw new DOMException('', how.error);
        const stream = await open(constraints);
        globalThis.streams.push(stream);
        await new Promise((resolve) => setTimeout(resolve, how.late));
        return stream;
      };
    },
    { late, error, failures },
  );
  await onShift(page, ...SCANNER);
  return page;
}

const burning = (page) =>
  page.evaluate(
    () =>
      globalThis.streams.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live')
        .length,
  );
const playing = (page) =>
  page.waitForFunction(
    () =>
      document.querySelector('zxing-scanner video')?.readyState >= 2 && document.querySelector('.finder:not(.looking)'),
  );

test('a camera that is busy, absent or broken says which, and is opened again by a button', async () => {
  for (const [error, sentence] of [
    ['NotReadableError', '摄像头正被其他应用占用'],
    ['NotFoundError', '没有找到摄像头'],
    ['TypeError', '摄像头没有打开'],
  ]) {
    const page = await aTablet({ error, failures: 1 });
    await page.getByText(sentence, { exact: true }).waitFor();
    await page.getByRole('button', { name: '重新打开摄像头' }).click();
    await playing(page);
    await page.context().close();
  }
});

test('a page that is left before its camera has opened lets the camera go', async () => {
  for (const leftAfter of [200, 1500]) {
    const page = await aTablet({ late: 1000 });
    await page.waitForFunction(() => globalThis.streams.length > 0);
    await page.waitForTimeout(leftAfter);
    await page.getByRole('link', { name: '更换扫码点' }).click();
    await page.getByRole('heading', { name: '上报当前位置' }).waitFor();
    await page.waitForTimeout(2600);
    assert.equal(await burning(page), 0, `left after ${leftAfter} ms`);
    await page.context().close();
  }
});

test('a picture that ends under way is no dead picture', async () => {
  const page = await aTablet();
  await playing(page);
  await page.evaluate(() => {
    const [track] = document.querySelector('zxing-scanner video').srcObject.getVideoTracks();
    track.stop();
    track.dispatchEvent(new Event('ended'));
  });
  await page.getByText('摄像头已停止').waitFor();
  assert.equal(await burning(page), 0);
  await page.getByRole('button', { name: '重新打开摄像头' }).click();
  await playing(page);
  await page.context().close();
});

test('an open result and a half-filled form are not lost by one wrong tap', async () => {
  const page = await aTablet();
  await page.locator('input[name="digits"]').fill((await phone.locator('.digits').textContent()).replace(/\D/g, ''));
  await page.getByRole('button', { name: '查看' }).click();
  await page.getByText('陈*明').waitFor();
  await page.getByRole('button', { name: '反馈结果' }).click();
  await page.getByRole('radio', { name: '其他' }).click();
  await page.locator('#feedback-reasonText').fill('送药');

  const stays = async (wrongTap) => {
    await wrongTap();
    await page.getByRole('dialog').getByText('还没有提交反馈结果').waitFor();
    await page.getByRole('button', { name: '取消' }).click();
    assert.equal(await page.locator('#feedback-reasonText').inputValue(), '送药');
  };
  await stays(() => page.getByRole('link', { name: '更换扫码点' }).click());
  await stays(() => page.getByRole('button', { name: '结束当班' }).click());
  await stays(() => page.evaluate(() => history.back()));
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('button', { name: '反馈结果' }).click();
  assert.equal(await page.locator('#feedback-reasonText').inputValue(), '送药');
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload().catch(() => undefined);
  const question = await asked;
  assert.equal(question.type(), 'beforeunload');
  await question.accept();
  await reloaded;
  await page.context().close();
});

test('after the next person is called, a phone that is still in view is not read again', async () => {
  const film = join(folder, 'code.y4m');
  await filmOf(phone, await phone.locator('svg.qr').screenshot({ scale: 'device' }), film);
  const watching = await launchBrowser({ film });
  try {
    const page = await openPage(watching, TABLET, { permissions: ['camera'] });
    await onShift(page, ...SCANNER);
    await page.getByText('陈*明').waitFor({ timeout: 45_000 });
    await page.getByRole('button', { name: '下一位' }).click();
    await page.getByText('这位刚刚核验过').waitFor();
    await page.waitForTimeout(4000);
    assert.equal(await page.getByText('陈*明').count(), 0);
    await page.getByRole('link', { name: '更换扫码点' }).click();
    await page.getByRole('heading', { name: '上报当前位置' }).waitFor();
    await page.waitForTimeout(4000);
    await page.goBack();
    await page.getByText('这位刚刚核验过').waitFor();
    await page.waitForTimeout(4000);
    assert.equal(await page.getByText('陈*明').count(), 0);
  } finally {
    await watching.close();
  }
});
