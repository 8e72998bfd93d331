import { typo } from './errors.js';
import { type AnsweredScan, assertSameScan } from './same-scan.js';
import { type EarlierScan, type NewPassage, showingOf } from './showing.js';

/** The code that was read, and the earlier scans of this very showing; or why none was. */
export type Read<Code, Earlier> =
  { readonly code: Code; readonly earlier: readonly Earlier[] } | { readonly refusal: string };

export type Decision<Code, Earlier, Known> =
  /** Recorded before under its id: answered the same again. */
  | { readonly kind: 'repeat'; readonly known: Known }
  /** This gate recorded the passage a moment ago: answered by that scan. */
  | { readonly kind: 'same-passage'; readonly scan: Earlier }
  | { readonly kind: 'new'; readonly code: Code; readonly passage: NewPassage; readonly knowing: readonly Earlier[] }
  | { readonly kind: 'refuse'; readonly refusal: string };

/**
 * What was shown may have expired or been revoked since: a scan that is known under its id still gets its answer.
 * @param known what is kept already under the id of this scan
 * @throws when the id belongs to another scan, or a digit was mistyped: neither leaves a record
 */
export function decide<Code, Earlier extends EarlierScan, Known extends AnsweredScan>(
  here: EarlierScan,
  read: Read<Code, Earlier>,
  known: Known | undefined,
): Decision<Code, Earlier, Known> {
  if (known) {
    assertSameScan(known, { scannerId: here.scannerId, at: here.receivedAt });
    return { kind: 'repeat', known };
  }
  if ('refusal' in read) {
    if (read.refusal === 'DIGITS_TYPO') throw typo();
    return { kind: 'refuse', refusal: read.refusal };
  }
  const { code, earlier } = read;
  const showing = showingOf(earlier, here);
  return showing.kind === 'same-passage' ? showing : { kind: 'new', code, passage: showing, knowing: earlier };
}

/**
 * Of many scans that would be recorded together, the first of each id and of each showing. The others are decided when it is recorded, knowing it.
 * Example: two gates scan one showing in the same moment; the first is a passage without a warning, the second then finds it and warns on both.
 * @param marks what a scan has in common with those it must not be recorded together with
 */
export function firstOfEach<Scan>(scans: readonly Scan[], marks: (scan: Scan) => readonly string[]): Scan[] {
  const taken = new Set<string>();
  return scans.filter((scan) => {
    const own = marks(scan);
    const first = own.every((mark) => !taken.has(mark));
    if (first) own.forEach((mark) => taken.add(mark));
    return first;
  });
}
