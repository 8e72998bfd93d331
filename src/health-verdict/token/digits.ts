import { createHmac, timingSafeEqual } from 'node:crypto';
import { localDate, type LocalDate } from '../../platform/kernel/shanghai.js';

const STEP_SECONDS = 30;
const MIDNIGHT_MS = 60_000;

/** 16 digits: serial (9), one-time password (6, RFC 6238 with SHA-256 and 30 s), Luhn check digit over all. */
export function digitsAt(serial: string, secret: Uint8Array, at: Date, steps = 0): string {
  const body = serial + oneTimePassword(secret, stepAt(at) + steps);
  return body + luhnDigit(body);
}

export interface SecretDay {
  readonly date: LocalDate;
  /** Of the code: raised when what was read of its secrets is to be worth nothing. */
  readonly epoch: number;
}

/** Of a day and an epoch; in epoch 0 it is of the day alone. */
export function daySecret(digitsKey: Uint8Array, { date, epoch }: SecretDay): Buffer {
  return createHmac('sha256', digitsKey)
    .update(epoch === 0 ? date : `${date} ${epoch}`)
    .digest();
}

/** Whose days digits may be of: for a minute around midnight the device's day may be the other one. */
export function daysAround(at: Date): readonly LocalDate[] {
  return [...new Set([-MIDNIGHT_MS, 0, MIDNIGHT_MS].map((offset) => localDate(new Date(at.getTime() + offset))))];
}

/** Shows a slip of the finger at once; says nothing about whether the digits are right. */
export function luhnValid(digits: string): boolean {
  return /^\d{16}$/.test(digits) && luhnDigit(digits.slice(0, -1)) === digits.at(-1);
}

/**
 * Right now, one step before, or one after: 90 s in all, as for presentations.
 * @returns the step they were made for, counted in half minutes since 1970; `undefined` when they are of none of the three
 */
export function stepOfDigits(digits: string, serial: string, secret: Uint8Array, at: Date): number | undefined {
  const matches = [-1, 0, 1].map((steps) =>
    timingSafeEqual(Buffer.from(digits), Buffer.from(digitsAt(serial, secret, at, steps))),
  );
  return matches.includes(true) ? stepAt(at) + matches.indexOf(true) - 1 : undefined;
}

function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / STEP_SECONDS);
}

function oneTimePassword(secret: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha256', secret).update(message).digest();
  const offset = mac.at(-1)! & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export function luhnDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
