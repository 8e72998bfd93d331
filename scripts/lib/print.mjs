// @ts-check
/** A problem that the person at the keyboard can solve: shown as one sentence, without a stack trace. */
export class Problem extends Error {}

export const say = (text = '') => process.stdout.write(`${text}\n`);

export const complain = (text) => process.stderr.write(`${text}\n`);

const SENTENCES = {
  EACCES: (path) => `There is no permission to use ${path}.`,
  EPERM: (path) => `There is no permission to change ${path}.`,
  EROFS: (path) => `${path} is on a read-only file system.`,
  ENOSPC: () => 'The disk is full.',
};

/** Known failures of the file system in words; undefined for what nobody foresaw. */
export function sentenceOf(error) {
  if (error instanceof Problem) return error.message;
  const sentence = SENTENCES[error?.code];
  return sentence && error.path ? sentence(error.path) : sentence && error.code === 'ENOSPC' ? sentence() : undefined;
}

/** Runs a script; a known problem ends it with one sentence and exit code 1. */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    complain(sentenceOf(error) ?? (error instanceof Error ? `${error.message} (this is unexpected)` : String(error)));
    process.exit(1);
  }
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
