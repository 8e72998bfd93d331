import { z } from 'zod';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A key of the colour scale. Which colours there are is data (health_verdict.colour): no list of them stands in the program. */
export type Colour = string;

const KEY = /^[a-z][a-z0-9-]{0,15}$/;
export const colourKey = z.string().regex(KEY);

export function isColourKey(value: unknown): value is Colour {
  return typeof value === 'string' && KEY.test(value);
}

/** A colour as people are shown it: always with its word, because a colour alone is no sign. */
export interface ColourWords {
  readonly key: Colour;
  /** Severity: 0 stands nothing against a person; of several causes the highest counts. */
  readonly rank: number;
  readonly name: Words;
  readonly verdict: Words;
  /** Of the web's list of signs; one that it does not know is shown as a neutral one. */
  readonly icon: string;
}

/** A colour that the scale does not know (any more) is called by its key, and counts as more severe than all of it: never as the one without anything against a person. */
export function wordsOfColour(scale: readonly ColourWords[], key: Colour): ColourWords {
  const words = { zh: key, en: key };
  return (
    scale.find((colour) => colour.key === key) ?? {
      key,
      rank: scale.length,
      name: words,
      verdict: words,
      icon: 'unknown',
    }
  );
}

/** The scale as it stands, in ascending severity. */
export abstract class ColourScale {
  abstract colours(): Promise<readonly ColourWords[]>;

  async wordsOf(key: Colour): Promise<ColourWords> {
    return wordsOfColour(await this.colours(), key);
  }
}

export const colourWords = z.object({
  key: colourKey,
  rank: z.int(),
  name: z.object({ zh: z.string(), en: z.string() }),
  verdict: z.object({ zh: z.string(), en: z.string() }),
  icon: z.string(),
});
