import { ADDRESS } from './people.mjs';

/** The narrowest phones, and the one most people have; with letters as usual and twice as large. */
export const NARROW = [{ width: 390, height: 844 }, { width: 320, height: 640 }];
const LETTERS = ['100%', '200%'];
const LANGUAGES = ['zh-CN', 'en'];

/**
 * What of a page somebody cannot read, in both languages.
 * @param prepared brings the page into the state that is looked at
 */
export async function look(context, path, prepared = async () => undefined) {
  const faults = [];
  const page = await context.newPage();
  await page.goto(`${ADDRESS}${path}`);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await prepared(page);
  for (const language of LANGUAGES) {
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
    await page.locator(`html[lang="${language}"]`).waitFor();
    for (const fault of await whatIsCut(page)) faults.push(`${path} ${language}: ${fault}`);
    if (process.env.E2E_PICTURES) await picture(page, path, language);
  }
  await page.getByRole('button', { name: '中文' }).click();
  await page.close();
  return faults;
}

async function picture(page, path, language) {
  for (const width of [320, 390, 820]) {
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: `${process.env.E2E_PICTURES}/${path.replaceAll('/', '_')}-${language}-${width}.png`, fullPage: true });
  }
}

/** Everything of a page that somebody cannot read, at every narrow width and size of letters. */
async function whatIsCut(page) {
  const found = [];
  for (const viewport of NARROW) {
    await page.setViewportSize(viewport);
    for (const letters of LETTERS) {
      await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      for (const fault of await page.evaluate(faultsOf)) found.push(`${viewport.width} px, letters ${letters}: ${fault}`);
    }
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  return found;
}

/** Runs in the page: sideways scrolling, text beyond the screen, text cut by what it stands in. */
function faultsOf() {
  const width = document.documentElement.clientWidth;
  const faults = [];
  if (document.documentElement.scrollWidth > width) faults.push(`scrolls sideways, ${document.documentElement.scrollWidth} px wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const element = node.parentElement;
    if (!text || element.closest('script, style, noscript, option, .skip') || onlyHeard(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const fault = beyond(box, element);
    if (fault) faults.push(`"${text.slice(0, 40)}" ${fault}`);
  }
  for (const control of document.querySelectorAll('input, select, textarea, button, a')) {
    const box = control.getBoundingClientRect();
    if (box.width > 0 && !scrolled(control) && !control.closest('.skip') && !onlyHeard(control) && (box.right > width + 1 || box.left < -1)) {
      faults.push(`<${control.localName} id="${control.id}"> leaves the screen, ${Math.round(box.left)}–${Math.round(box.right)} px`);
    }
  }
  return [...new Set(faults)];

  function beyond(box, element) {
    if (scrolled(element)) return undefined;
    if (box.right > width + 1 || box.left < -1) return `leaves the screen, ${Math.round(box.left)}–${Math.round(box.right)} px`;
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      const style = getComputedStyle(frame);
      const inside = frame.getBoundingClientRect();
      const cutsX = /hidden|clip/.test(style.overflowX) && (box.right > inside.right + 1 || box.left < inside.left - 1);
      const cutsY = /hidden|clip/.test(style.overflowY) && (box.bottom > inside.bottom + 2 || box.top < inside.top - 2);
      if (cutsX || cutsY) return `is cut by ${frame.localName}.${frame.className}, by ${Math.round(Math.max(box.right - inside.right, box.bottom - inside.bottom))} px`;
    }
    return undefined;
  }

  /** For screen readers: a point of the screen, whatever it says. */
  function onlyHeard(element) {
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      if (frame.offsetWidth <= 1 && frame.offsetHeight <= 1 && /hidden|clip/.test(getComputedStyle(frame).overflow)) return true;
    }
    return false;
  }

  /** What scrolls by itself (a wide table) may be wider than the screen. */
  function scrolled(element) {
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(frame).overflowX)) return true;
    }
    return false;
  }
}
