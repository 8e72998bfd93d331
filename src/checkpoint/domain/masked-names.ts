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
 * wholly (李, one character) is found by nothing that is typed.
 * @param mask as names are masked when they are kept
 */
export function masksOf(typed: string, mask: (name: string) => string): NameMasks {
  const characters = [...typed];
  const beginsWith = [...mask(typed + MORE)].slice(0, characters.length).join('');
  const exactly = characters.length > 1 ? mask(typed) : undefined;
  return { beginsWith, ...(exactly && !exactly.startsWith(beginsWith) ? { exactly } : {}) };
}
