/** Longer than a person stands before a gate: within it the same showing is the same passage. */
export const SAME_PASSAGE_MS = 60_000;

/** `ELSEWHERE`: also at another scan point; `SHOWN_AGAIN`: at this one, more than a minute before. */
export type ShowingWarning = 'ELSEWHERE' | 'SHOWN_AGAIN';
/** `REPEATED`: it is the passage that was recorded already; said, not kept. */
export type ScanWarning = ShowingWarning | 'REPEATED';

/** A scan of the very same showing, by camera or by digits. */
export interface EarlierScan {
  readonly scanId: string;
  readonly scanPointId: string;
  readonly scannerId: string;
  readonly receivedAt: Date;
}

interface Warned {
  readonly scanId: string;
  readonly warning: ShowingWarning;
}

export type NewPassage =
  | { readonly kind: 'first' }
  /** Shown a second time: the code may be a copy, or lent. This scan and every earlier one are warned of. */
  | { readonly kind: 'again'; readonly warning: ShowingWarning; readonly earlier: readonly Warned[] };

export type Showing<Earlier extends EarlierScan> =
  NewPassage | { readonly kind: 'same-passage'; readonly scan: Earlier };

/** One showing is one passage: at one scan point, within a minute. Whatever else is shown twice is worth a word at both places. */
export function showingOf<Earlier extends EarlierScan>(
  earlier: readonly Earlier[],
  here: EarlierScan,
): Showing<Earlier> {
  if (earlier.length === 0) return { kind: 'first' };
  const atThisPoint = earlier.filter(({ scanPointId }) => scanPointId === here.scanPointId);
  const passage = atThisPoint.find(
    ({ receivedAt }) => here.receivedAt.getTime() - receivedAt.getTime() <= SAME_PASSAGE_MS,
  );
  if (passage) return { kind: 'same-passage', scan: passage };
  const warned = earlier.map(({ scanId, scanPointId }) => ({
    scanId,
    warning: scanPointId === here.scanPointId ? ('SHOWN_AGAIN' as const) : ('ELSEWHERE' as const),
  }));
  return { kind: 'again', warning: atThisPoint.length < earlier.length ? 'ELSEWHERE' : 'SHOWN_AGAIN', earlier: warned };
}

/** Of a new passage, and of every earlier scan of its showing. */
export function warningsOf(passage: NewPassage): {
  readonly warnings: readonly ShowingWarning[];
  readonly earlier: readonly Warned[];
} {
  return passage.kind === 'again'
    ? { warnings: [passage.warning], earlier: passage.earlier }
    : { warnings: [], earlier: [] };
}

/** Who scanned a showing first handles the person, whoever else of the same gate sees it. */
export function handledBy({ scannerId }: Pick<EarlierScan, 'scannerId'>, asking: string): 'you' | 'colleague' {
  return scannerId === asking ? 'you' : 'colleague';
}
