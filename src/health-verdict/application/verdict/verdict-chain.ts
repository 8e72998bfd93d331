import { hash, randomBytes } from 'node:crypto';
import type { ActiveCause, Segment } from '../../domain/timeline.js';

/**
 * Each verdict of a person is chained to the one before:
 *
 *     leaf = SHA-256(salt ‖ facts)      hash = SHA-256(hash of the one before ‖ leaf)
 *
 * so that a verdict which is changed, removed or moved is found by computing the chain again, and nobody can compute it without the rest.
 * The salt (16 random bytes) keeps a leaf from being guessed when facts and salt are erased and only the leaf stays.
 */
export interface ChainedVerdict {
  readonly seq: number;
  /** How the facts were written down when they were hashed. */
  readonly shape: number;
  readonly salt: Buffer;
  readonly segment: Segment;
}

/** What stays of a verdict whose person was erased. */
export interface ErasedVerdict {
  readonly seq: number;
  readonly leaf: Buffer;
}

export type KeptVerdict = (ChainedVerdict | ErasedVerdict) & { readonly hash: Buffer };

/** The shape that verdicts are written in. Another one gets the next number and a line in `FACTS`; rows keep the shape they have. */
const SHAPE = 1;
const SALT_BYTES = 16;
/** What the first verdict of a person is chained to. */
export const BEGINNING = Buffer.alloc(32);

type Facts = (subject: string, verdict: ChainedVerdict) => string;

const FACTS: Readonly<Record<number, Facts>> = {
  0: (_, { seq, segment: { from, colour, causes, ruleVersion } }) =>
    JSON.stringify([seq, from, colour, causes.map(({ cause }) => cause), ruleVersion]),
  1: (subject, { seq, segment: { from, colour, causes, ruleVersion } }) =>
    `\u0001${JSON.stringify([subject, seq, from, colour, causes.map(written), ruleVersion])}`,
};

function written({ cause, colour, from, until, ruleVersion }: ActiveCause) {
  return [cause, colour, from, until ?? null, ruleVersion];
}

/** @returns nothing for a shape that nobody ever wrote */
export function leafOf(subject: string, verdict: ChainedVerdict): Buffer | undefined {
  const facts = FACTS[verdict.shape];
  return facts && sha256(verdict.salt, Buffer.from(facts(subject, verdict)));
}

/** These verdicts as they are written, chained to the one that the person's chain ends with. */
export function chained(
  subject: string,
  segments: readonly Segment[],
  last: { readonly seq: number; readonly hash: Buffer },
): (ChainedVerdict & { readonly hash: Buffer })[] {
  let before = last.hash;
  return segments.map((segment, index) => {
    const verdict = { seq: last.seq + index + 1, shape: SHAPE, salt: randomBytes(SALT_BYTES), segment };
    before = sha256(before, leafOf(subject, verdict)!);
    return { ...verdict, hash: before };
  });
}

/**
 * Computes a person's chain again.
 * @param chain by ascending sequence number
 * @param lastSeq as the person's timeline says, because a chain that was cut off at its end holds by itself
 * @returns the number of the first verdict that is not what was written; nothing when all are
 */
export function firstBroken(subject: string, chain: readonly KeptVerdict[], lastSeq: number): number | undefined {
  let before: Buffer = BEGINNING;
  for (const [index, verdict] of chain.entries()) {
    const leaf = 'leaf' in verdict ? verdict.leaf : leafOf(subject, verdict);
    if (!leaf || verdict.seq !== index + 1 || !sha256(before, leaf).equals(verdict.hash)) return index + 1;
    before = verdict.hash;
  }
  return chain.length === lastSeq ? undefined : Math.min(chain.length, lastSeq) + 1;
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}
