/** What nobody sees and everybody may be misled by: controls, marks of direction, joiners, fillers, halves of surrogate pairs. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffc]/u;
/** The dots between the parts of a name, as keyboards of many countries type them. */
const DOTS = /[·•・･‧．∙⋅᛫⸱·﹒]/gu;
const APOSTROPHES = "'’‘‛ʼʻ′＇`´";
/** Between the syllables of Tibetan names; the second one forbids a new line after it. */
const TSHEGS = '\u0f0b\u0f0c';
const HYPHENS = '-‐‑‒–—−－﹣';
/** Ideographs of planes 2 and 3 count also when they are younger than our tables; private-use characters stand on older cards. */
const IDEOGRAPH = String.raw`\p{Script=Han}\p{Co}\u{20000}-\u{3fffd}`;
const NAME = new RegExp(
  String.raw`^[\p{L}${IDEOGRAPH}][\p{L}\p{M}${IDEOGRAPH}·. ${TSHEGS}${APOSTROPHES}\-${HYPHENS.slice(1)}]*$`,
  'u',
);
const STOP_BETWEEN_IDEOGRAPHS = new RegExp(`(?<=[${IDEOGRAPH}])\\.(?=[${IDEOGRAPH}])`, 'gu');

export function holdsUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** As people count: a rare ideograph is one. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The one spelling of a name that is kept: dots become ·, spaces are single. */
export function spelledName(typed: string): string {
  const name = typed
    .trim()
    .replace(/\p{Zs}+/gu, ' ')
    .replace(DOTS, '·');
  return name.replace(STOP_BETWEEN_IDEOGRAPHS, '·').replace(/ ?· ?/g, '·');
}

/** Letters, ideographs and marks of any script, spaces, hyphens, apostrophes, dots and Tibetan tshegs, a letter first; no joiners and no variation selectors, which nobody sees; spelled by {@link spelledName} before. */
export function isName(spelled: string): boolean {
  return NAME.test(spelled) && !UNSEEN.test(spelled);
}

/** Two spellings of one name are equal: NFKC, in small letters, one kind of dot, apostrophe, hyphen and tsheg; one at the end counts for nothing. */
export function comparableName(name: string): string {
  const folded = spelledName(name)
    .replace(new RegExp(`[${APOSTROPHES}]`, 'gu'), "'")
    .replace(new RegExp(`[\\-${HYPHENS.slice(1)}]`, 'gu'), '-');
  return folded
    .normalize('NFKC')
    .replace(/\u0f0c/gu, '\u0f0b')
    .replace(/\u0f0b+$/u, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}
