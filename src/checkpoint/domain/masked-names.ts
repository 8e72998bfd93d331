/** Masks that a name can have which begins as typed. */
export interface NameMasks {
  /** The name is longer than what was typed: its mask begins so. */
  readonly beginsWith: string;
  /** What was typed is the whole name. */
  readonly exactly?: string;
}

/** Characters that nobody typed yet. */
const MORE = '某某';

/**
 * 陈*明 is found by 陈, 陈晓 and 陈晓明, not by 陈晓 followed by more, nor by 陈不存在 (four characters, 陈**在): all that was typed is compared, each
 * character as the mask would show it. 欧阳** is found by 欧阳 and 欧阳美. Stars may be typed as they are read: 陈*明, 欧阳**. A name that its mask hides
 * wholly (李, one character) is found by nothing that is typed. zoe finds Z***, as it would find Zoe in any other list.
 * @param mask as names are masked when they are kept
 */
export function masksOf(typed: string, mask: (name: string) => string): readonly NameMasks[] {
  return spellings(typed).map((spelled) => masksOfSpelling(spelled, mask));
}

/** A name is found in capitals and in small letters. Only its first letter can be told from its mask, hence these are few. */
function spellings(typed: string): string[] {
  const [first = '', ...rest] = [...typed.normalize('NFKC')];
  const letters = [first.toLowerCase(), first.toUpperCase()].filter((letter) => [...letter].length === 1);
  return [...new Set([typed, ...letters.map((letter) => [letter, ...rest].join(''))])];
}

function masksOfSpelling(typed: string, mask: (name: string) => string): NameMasks {
  const characters = [...typed];
  const beginsWith = [...mask(typed + MORE)].slice(0, characters.length).join('');
  const exactly = characters.length > 1 ? mask(typed) : undefined;
  return { beginsWith, ...(exactly && !exactly.startsWith(beginsWith) ? { exactly } : {}) };
}
