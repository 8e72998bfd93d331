// @ts-check
import { existsSync, renameSync, statSync } from 'node:fs';

const LONG = 50 * 1024 * 1024;

/** A log is appended to: what the last start left in it may be why it ended. One that is long gives way, and the one before it goes. */
export function keepShort(log) {
  if (existsSync(log) && statSync(log).size > LONG) renameSync(log, `${log}.1`);
}
