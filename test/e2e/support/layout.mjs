import { refusedByPolicy } from './browser.mjs';
import { ADDRESS } from './people.mjs';

/** The narrowest phones, and the one most people have. */
export const NARROW = [
  { width: 390, height: 844 },
  { width: 320, height: 640 },
];
/** Phones with letters as usual and twice as large; a tablet and a desk, which have room enough otherwise, with large ones; a small desk, where two stand side by side. */
const SCREENS = [
  ...NARROW.flatMap((viewport) => ['100%', '200%'].map((letters) => ({ viewport, letters }))),
  ...[
    { width: 820, height: 1180 },
    { width: 1440, height: 900 },
  ].map((viewport) => ({ viewport, letters: '200%' })),
  { viewport: { width: 1024, height: 768 }, letters: '100%' },
];
const LANGUAGES = ['zh-CN', 'en'];
let pictures = 0;

/**
 * What of a page somebody cannot read, in both languages, and what of it its content policy refuses.
 * @param prepared brings the page into the state that is looked at
 */
export async function look(context, path, prepared = async () => undefined) {
  const faults = [];
  const page = await context.newPage();
  const refused = refusedByPolicy(page);
  await page.goto(`${ADDRESS}${path}`);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await prepared(page);
  for (const language of LANGUAGES) {
    if (language === 'en') await speak(page, 'en');
    for (const fault of await whatIsCut(page)) faults.push(`${path} ${language}: ${fault}`);
    if (process.env.E2E_PICTURES) await picture(page, path, language);
  }
  await speak(page, 'zh-CN');
  await page.close();
  return [...faults, ...refused.map((what) => `${path}: ${what}`)];
}

/** Also behind an open dialog, which keeps pointers and keys to itself. */
async function speak(page, language) {
  await page.locator('app-language-switch button').first().dispatchEvent('click');
  await page.locator(`html[lang="${language}"]`).waitFor();
}

async function picture(page, path, language) {
  for (const width of [320, 390, 820, 1440]) {
    for (const letters of ['100%', '200%']) {
      await page.setViewportSize({ width, height: 844 });
      await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters);
      const name = `${path.replaceAll('/', '_')}-${pictures++}-${language}-${width}-${letters.replace('%', '')}.png`;
      await page.screenshot({ path: `${process.env.E2E_PICTURES}/${name}`, fullPage: true });
    }
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
}

/** Everything of a page that somebody cannot read, on every screen and at every size of letters. */
async function whatIsCut(page) {
  const found = [];
  for (const { viewport, letters } of SCREENS) {
    await page.setViewportSize(viewport);
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter((one) => one instanceof CSSTransition)
          .map(({ finished }) => finished),
      ),
    );
    for (const fault of await page.evaluate(faultsOf)) found.push(`${viewport.width} px, letters ${letters}: ${fault}`);
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  return found;
}

/** Runs in the page: sideways scrolling, text beyond the screen, text cut by what it stands in or leaving its control, letters one below the other, text over text. */
function faultsOf() {
  const width = document.documentElement.clientWidth;
  const faults = [];
  const drawn = [];
  if (document.documentElement.scrollWidth > width)
    faults.push(`scrolls sideways, ${document.documentElement.scrollWidth} px wide`);
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
    const lines = [...range.getClientRects()].map((line) => lettersOf(line, element));
    for (const wrong of [outOfControl(lines, element), inPieces(text, lines), brokenWord(node, element)])
      if (wrong) faults.push(`"${text.slice(0, 40)}" ${wrong}`);
    if (!floats(element)) drawn.push({ what: `"${text.slice(0, 40)}"`, boxes: lines });
  }
  for (const icon of document.querySelectorAll('app-icon')) {
    if (icon.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !floats(icon))
      drawn.push({ what: 'an icon', boxes: [icon.getBoundingClientRect()] });
  }
  drawn.forEach((one, index) => {
    const covered = drawn
      .slice(index + 1)
      .find((other) => one.boxes.some((box) => other.boxes.some((there) => overlap(box, there))));
    if (covered) faults.push(`${one.what} and ${covered.what} lie over each other`);
  });
  for (const field of document.querySelectorAll('input')) {
    if (field.checkVisibility() && field.value && field.scrollWidth > field.clientWidth)
      faults.push(
        `<input id="${field.id}"> shows ${field.clientWidth} of ${field.scrollWidth} px of what stands in it`,
      );
  }
  for (const control of document.querySelectorAll('input, select, textarea, button, a')) {
    const box = control.getBoundingClientRect();
    if (
      box.width > 0 &&
      !scrolled(control) &&
      !control.closest('.skip') &&
      !onlyHeard(control) &&
      (box.right > width + 1 || box.left < -1)
    ) {
      faults.push(
        `<${control.localName} id="${control.id}"> leaves the screen, ${Math.round(box.left)}–${Math.round(box.right)} px`,
      );
    }
  }
  return [...new Set(faults)];

  /** A line's box is as high as the font wishes; its letters take one em of it. */
  function lettersOf(line, element) {
    const room = Math.max(0, line.height - parseFloat(getComputedStyle(element).fontSize)) / 2;
    return { left: line.left, right: line.right, top: line.top + room, bottom: line.bottom - room };
  }

  /** What can be pressed holds its words, whatever its overflow. */
  function outOfControl(lines, element) {
    const control = element.closest(
      'button, a, summary, .pick, [role="tab"], [role="radio"], [role="button"], mat-chip, .chip',
    );
    if (!control || getComputedStyle(control).display === 'inline') return undefined;
    const box = control.getBoundingClientRect();
    const by = Math.max(
      ...lines.flatMap((line) => [
        box.left - line.left,
        line.right - box.right,
        box.top - line.top,
        line.bottom - box.bottom,
      ]),
    );
    return by > 1
      ? `leaves its ${control.getAttribute('role') ?? control.localName} by ${Math.round(by)} px`
      : undefined;
  }

  function inPieces(text, lines) {
    const rows = new Set(lines.map(({ top }) => Math.round(top))).size;
    return rows >= 3 && text.replace(/\s/g, '').length < 2 * rows ? `stands on ${rows} lines` : undefined;
  }

  /** In the bars of destinations a word is read at a glance: none goes on in the next line. */
  function brokenWord(node, element) {
    if (!element.closest('nav')) return undefined;
    const broken = [...node.textContent.matchAll(/[A-Za-z]+/g)].find(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
    });
    return broken && `breaks ${broken[0]}`;
  }

  function overlap(one, other) {
    return (
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2
    );
  }

  /** A bar that stays while the page moves below it, or something on top of everything, lies over text by nature. */
  function floats(element) {
    if (element.closest('[aria-hidden="true"]:not(app-icon)')) return true; // The number on a bell; words say it beside.
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(frame).position)) return true;
    }
    return false;
  }

  function beyond(box, element) {
    if (scrolled(element)) return undefined;
    if (box.right > width + 1 || box.left < -1)
      return `leaves the screen, ${Math.round(box.left)}–${Math.round(box.right)} px`;
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      const style = getComputedStyle(frame);
      const inside = frame.getBoundingClientRect();
      const cutting = isDialog(frame) ? /hidden|clip|auto|scroll/ : /hidden|clip/;
      const cutsX = cutting.test(style.overflowX) && (box.right > inside.right + 1 || box.left < inside.left - 1);
      const cutsY = /hidden|clip/.test(style.overflowY) && (box.bottom > inside.bottom + 2 || box.top < inside.top - 2);
      if (cutsX || cutsY)
        return `is cut by ${frame.localName}.${frame.className}, by ${Math.round(Math.max(box.right - inside.right, box.bottom - inside.bottom))} px`;
    }
    return undefined;
  }

  /** For screen readers: a point of the screen, whatever it says. */
  function onlyHeard(element) {
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      if (frame.offsetWidth <= 1 && frame.offsetHeight <= 1 && /hidden|clip/.test(getComputedStyle(frame).overflow))
        return true;
    }
    return false;
  }

  function isDialog(element) {
    return element.closest('[role="dialog"], [role="alertdialog"]') !== null;
  }

  /** What scrolls by itself (a wide table) may be wider than the screen; a dialog scrolls up and down only. */
  function scrolled(element) {
    for (let frame = element; frame && frame !== document.body; frame = frame.parentElement) {
      if (!isDialog(frame) && /auto|scroll/.test(getComputedStyle(frame).overflowX)) return true;
    }
    return false;
  }
}
