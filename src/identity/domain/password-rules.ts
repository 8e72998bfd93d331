const SHORTEST = 12;
const LONGEST = 128;
/**
 * More than three words in a row of those that everybody tries. Of a stolen hash (35 ms a guess) so many take ten years of one core;
 * at sign-in the delay after each failure forbids them anyway.
 */
const FEWEST_GUESSES = 1e10;

/** Of everybody in the demo world, printed in the README. */
export const DEMO_PASSWORD = 'Bamin-demo-2020';

/** How many guesses it takes who knows what people choose, and these words about this person. */
export type GuessesNeeded = (password: string, about: readonly string[]) => number;

/** What others know of a person, and try first. */
export interface KnownPerson {
  readonly mobile: string;
  /** Where it is known already. */
  readonly name?: string;
  /** Of the units for which they act. */
  readonly units?: readonly string[];
}

/**
 * Long enough, without words about the person, and hard to guess; no rules on capitals, digits and signs (NIST SP 800-63B, 3.1.1.2).
 * `woaini1314520` (我爱你, 一生一世我爱你) is long and two of the first guesses; `my 13800000001!` says who one is.
 */
export function acceptablePassword(password: string, person: KnownPerson, guessesNeeded: GuessesNeeded): boolean {
  const plain = comparable(password);
  const length = [...plain].length;
  if (length < SHORTEST || length > LONGEST) return false;
  const about = [DEMO_PASSWORD, ...wordsAbout(person)].map(comparable);
  return !about.some((word) => plain.includes(word)) && guessesNeeded(plain, about) >= FEWEST_GUESSES;
}

/** A number is also known without its country or first three digits, a name of several words by each that is long enough to mean somebody. */
function wordsAbout({ mobile, name = '', units = [] }: KnownPerson): string[] {
  const parts = name.split(/[\s·]+/).filter((part) => part.length >= 4);
  return [mobile, mobile.slice(-8), name, ...parts, ...units].filter((word) => word.length >= 2);
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
