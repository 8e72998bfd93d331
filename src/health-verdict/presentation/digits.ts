import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_SECONDS = 30;

/** 16 digits: serial (9), one-time password (6, RFC 6238 with SHA-256 and 30 s), Luhn check digit over all. */
export function digitsAt(serial: string, secret: Uint8Array, at: Date, steps = 0): string {
  const body = serial + oneTimePassword(secret, Math.floor(at.getTime() / 1000 / STEP_SECONDS) + steps);
  return body + luhnDigit(body);
}

/** Shows a slip of the finger at once; says nothing about whether the digits are right. */
export function luhnValid(digits: string): boolean {
  return /^\d{16}$/.test(digits) && luhnDigit(digits.slice(0, -1)) === digits.at(-1);
}

/** Right now, one step before, or one after: 90 s in all, as for presentations. */
export function digitsMatch(digits: string, serial: string, secret: Uint8Array, at: Date): boolean {
  return [-1, 0, 1].map((steps) => timingSafeEqual(Buffer.from(digits), Buffer.from(digitsAt(serial, secret, at, steps)))).includes(true);
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
