import type { IncomingHttpHeaders } from 'node:http';
import { badKey } from './errors.js';

/** What a client calls what it begins: sent again with the same content, it is not begun again. @throws OPERATION.BAD_KEY */
export function idempotencyKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw badKey();
  return key;
}
