import { fromBase64Url } from './device-key';

const STEP_SECONDS = 30;

/** 16 digits: serial (9), one-time password (6, RFC 6238 with SHA-256 and 30 s), Luhn check digit over all. */
export async function digitsAt(serial: string, secret: string, at: number): Promise<string> {
  const body = serial + (await oneTimePassword(fromBase64Url(secret), Math.floor(at / 1000 / STEP_SECONDS)));
  return body + luhnDigit(body);
}

async function oneTimePassword(secret: Uint8Array<ArrayBuffer>, counter: number): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const message = new DataView(new ArrayBuffer(8));
  message.setUint32(4, counter);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, message.buffer));
  const offset = mac.getUint8(mac.byteLength - 1) & 0x0f;
  return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export function luhnDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
