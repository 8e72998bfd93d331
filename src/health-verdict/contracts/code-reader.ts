export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Colour = 'green' | 'orange';

export type Refusal =
  | 'NOT_OURS'
  | 'TRUNCATED'
  | 'NON_CANONICAL'
  | 'EXPIRED'
  | 'FROM_THE_FUTURE'
  | 'FORGED'
  | 'WRONG_DEVICE'
  | 'UNKNOWN'
  | 'REVOKED'
  | 'DIGITS_TYPO'
  | 'DIGITS_UNKNOWN';

export type Shown = { readonly presentation: string } | { readonly digits: string };

export interface FeedFreshness {
  readonly feed: string;
  readonly name: Words;
  /** ISO 8601; absent when the feed never sent anything. */
  readonly asOf?: string;
  readonly late: boolean;
}

export interface ReadCode {
  readonly outcome: 'read';
  readonly assurance: 'presentation' | 'digits';
  readonly codeId: string;
  readonly residentId: string;
  /** Of a presentation; hex. Seen together twice means: the same showing. */
  readonly credentialId?: string;
  readonly nonce?: string;
  /** As the device's clock says, ISO 8601. */
  readonly presentedAt?: string;
  readonly maskedName: string;
  /** Such as `30–39`. */
  readonly ageBand: string;
  readonly documentEnds: string;
  readonly colour: Colour;
  /** When the colour changes by itself, ISO 8601. */
  readonly until?: string;
  readonly causes: readonly { readonly cause: number; readonly title: Words }[];
  readonly verdictSeq: number;
  readonly dataAsOf: readonly FeedFreshness[];
  readonly initialPosition: { readonly areaKey: string; readonly at: Date };
}

export type CodeReading = ReadCode | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Reads what a resident shows: verifies it and answers with the verdict of this moment. Writes nothing. */
export abstract class CodeReader {
  abstract read(shown: Shown, at: Date): Promise<CodeReading>;
}
