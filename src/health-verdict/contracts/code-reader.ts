import type { Colour, Words } from './colours.js';

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

/**
 * One showing of a code. Read again with the same two parts it is the same showing: a retry, the same person at the next gate, a picture,
 * or somebody who read the digits aloud.
 */
export interface Showing {
  /** For a column of type uuid: of a presentation its credential, of digits the code. */
  readonly sourceId: string;
  /** Hex, 8 to 64 bytes: of a presentation what the device drew for it, of digits the half minute (30 s step since 1970) they were made for. */
  readonly nonce: string;
}

/**
 * Digits that fit no code: a guess, for whoever counts guesses. For the program alone: an answer, or the time until it comes, that differs
 * with `residentId` tells a guesser which serials exist. So serials are counted and closed whether they exist or not, and telling the
 * resident waits for a reaction.
 */
export interface MissedDigits {
  /** The first nine of the digits. */
  readonly serial: string;
  /** Whose serial it is; absent when it is nobody's. */
  readonly residentId?: string;
}

export interface ReadCode {
  readonly outcome: 'read';
  readonly assurance: 'presentation' | 'digits';
  readonly codeId: string;
  readonly residentId: string;
  readonly showing: Showing;
  /** As the device's clock says, ISO 8601. */
  readonly presentedAt?: string;
  readonly maskedName: string;
  /** Such as `30–39`. */
  readonly ageBand: string;
  readonly documentEnds: string;
  readonly colour: Colour;
  /** When the colour changes by itself, ISO 8601. */
  readonly until?: string;
  readonly causes: readonly { readonly cause: number; readonly title: Words; readonly ruleVersion: number }[];
  readonly ruleVersion: number;
  readonly verdictSeq: number;
  readonly dataAsOf: readonly FeedFreshness[];
  readonly initialPosition: { readonly areaKey: string; readonly at: Date };
}

export interface RefusedCode {
  readonly outcome: 'refused';
  readonly refusal: Refusal;
  /** With `DIGITS_UNKNOWN`, and only with it: a slip of the finger (`DIGITS_TYPO`) is no guess. */
  readonly missed?: MissedDigits;
}

/** What is kept of this code is damaged: a fault of ours, of which its neighbours notice nothing. */
export interface UnreadCode {
  readonly outcome: 'unread';
  readonly reason: unknown;
}

export type CodeReading = ReadCode | RefusedCode | UnreadCode;

/** Which serial digits are about, before they are read: so that a closed one need not be. */
export function serialOf(digits: string): string {
  return digits.slice(0, 9);
}

/** Something shown, and the moment at which it counts. */
export interface ShownAt {
  readonly shown: Shown;
  readonly at: Date;
}

/** Reads what residents show: verifies it and answers with the verdict of its moment. Writes nothing. */
export abstract class CodeReader {
  /**
   * As many as there are for one look-up: each gets its own answer, in the order of the asking; what is wrong with one of them says nothing
   * about the others. The same showing may be among them several times.
   * @throws for all of them, when the database does not answer
   */
  abstract readAll(asked: readonly ShownAt[]): Promise<readonly CodeReading[]>;

  /** @throws the reason why a code is not read */
  async read(shown: Shown, at: Date): Promise<ReadCode | RefusedCode> {
    const [reading] = await this.readAll([{ shown, at }]);
    if (reading!.outcome === 'unread') throw reading!.reason;
    return reading!;
  }
}
