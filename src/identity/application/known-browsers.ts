import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import type { Door } from '../domain/account.js';

/**
 * A mark (a cookie, the keyed hash of door and login) that a browser gets at the first sign-in. Where it is shown, failures are counted
 * apart from everybody else's, so that strangers who guess at a login block each other, but not its owner.
 *
 *     a stranger fails five times at 13800000001   → strangers wait at this login
 *     its owner signs in with the mark             → at once
 */
@Injectable()
export class KnownBrowsers {
  constructor(private readonly hash: KeyedHash) {}

  markFor(door: Door, login: string): string {
    return this.hash.of(`${door}:${login}`, 'known-browser').toString('base64url');
  }

  isMarked(mark: string | undefined, door: Door, login: string): boolean {
    const shown = Buffer.from(mark ?? '', 'base64url');
    return this.hash
      .candidates(`${door}:${login}`, 'known-browser')
      .some((right) => shown.length === right.length && timingSafeEqual(shown, right));
  }
}
