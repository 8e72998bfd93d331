import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { KeyedHash } from '../../platform/crypto/keyed-hash.js';
import type { Door } from './accounts.js';

/**
 * Whoever signed in leaves a mark in the browser that says so, and nothing else. Failures in marked browsers are counted by themselves:
 * strangers who guess at a login block each other, but not the person it belongs to.
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
