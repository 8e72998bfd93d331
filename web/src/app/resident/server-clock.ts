import { Injectable, signal } from '@angular/core';

const REMEMBERED = 'bamin.clock';
/** A slower answer says too little about the time at which it was given. */
const SLOWEST_MS = 10_000;
/** Scanners accept 30 s of difference; beyond it the person should know. */
export const TOLERANCE_MS = 30_000;

export type ClockState = 'right' | 'corrected' | 'doubtful';

/** The server's time as this device knows it: its own clock and the difference it learned. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private offset = 0;
  private learnedAt = 0;
  private lastSeen = { wall: Date.now(), steady: performance.now() };
  readonly state = signal<ClockState>('right');

  constructor() {
    const kept = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as { offset?: number; learnedAt?: number };
    this.offset = kept.offset ?? 0;
    this.learnedAt = kept.learnedAt ?? 0;
    this.judge();
  }

  now(): number {
    return Date.now() + this.offset;
  }

  learn(serverTime: string, sentAt: number, receivedAt: number): void {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server) || receivedAt - sentAt > SLOWEST_MS) return;
    const difference = server - (sentAt + receivedAt) / 2;
    this.offset = Math.abs(difference) < 1000 ? 0 : Math.round(difference);
    this.learnedAt = this.now();
    localStorage.setItem(REMEMBERED, JSON.stringify({ offset: this.offset, learnedAt: this.learnedAt }));
    this.lastSeen = { wall: Date.now(), steady: performance.now() };
    this.judge();
  }

  /** To be called every second: a clock set back while the page is open makes every code doubtful. */
  watch(): void {
    const seen = { wall: Date.now(), steady: performance.now() };
    const jump = seen.wall - this.lastSeen.wall - (seen.steady - this.lastSeen.steady);
    this.lastSeen = seen;
    if (jump < -TOLERANCE_MS) this.state.set('doubtful');
  }

  private judge(): void {
    if (this.now() < this.learnedAt - TOLERANCE_MS) this.state.set('doubtful');
    else this.state.set(Math.abs(this.offset) > TOLERANCE_MS ? 'corrected' : 'right');
  }
}
