import { Injectable, signal } from '@angular/core';

const REMEMBERED = 'bamin.clock';
/** Scanners accept 30 s of difference; beyond it the person should know. */
export const TOLERANCE_MS = 30_000;

export type ClockState = 'right' | 'corrected' | 'doubtful';

/** When an answer was made, by the server (a `Date` header names a whole second: any moment within it) and around it by this device. */
export interface Sighting {
  readonly server: { readonly from: number; readonly to: number };
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** A moment by the clock on the wall, which people set, and by the one that only runs. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

/**
 * What is to be added to the device's clock after an answer. The answer was made between sending and receiving, which bounds the difference;
 * within the bounds a right clock is believed first, then what was known before: a slow answer says little, but never something wrong.
 */
export function offsetAfter(known: number, { server, sentAt, receivedAt }: Sighting): number {
  const [least, most] = [server.from - receivedAt, server.to - sentAt];
  const fits = (offset: number) => offset >= least && offset <= most;
  return fits(0) ? 0 : fits(known) ? known : Math.round((least + most) / 2);
}

/** How far the wall clock moved by itself: negative when it was set back, positive when it was set forward, or the device slept. */
export function jumpBetween(before: Moment, after: Moment): number {
  return after.wall - before.wall - (after.steady - before.steady);
}

export function momentNow(): Moment {
  return { wall: Date.now(), steady: performance.now() };
}

/** The server's time as this device knows it: its own clock and the difference it learned from the last answer, whatever that said. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private offset: number;
  private seen = momentNow();
  readonly state = signal<ClockState>('right');

  constructor() {
    const kept = remembered();
    this.offset = kept.offset ?? 0;
    // A difference from an earlier visit may have been put right meanwhile, and time does not run backwards: nobody here can tell.
    const sure = Math.abs(this.offset) <= TOLERANCE_MS && this.now() >= (kept.learnedAt ?? 0) - TOLERANCE_MS;
    if (!sure) this.state.set('doubtful');
  }

  now(): number {
    return Date.now() + this.offset;
  }

  /** @param date the `Date` header of an answer; @param sent when it was asked for */
  learnFrom(date: string | null, sent: Moment): void {
    const second = date ? Date.parse(date) : NaN;
    if (!Number.isNaN(second)) this.learn({ from: second, to: second + 1000 }, sent);
  }

  /** Set back: the clock that only runs tells by how much. Forward: a device that slept looks the same, so only an answer can tell. */
  watch(): void {
    const seen = momentNow();
    const jump = jumpBetween(this.seen, seen);
    this.seen = seen;
    if (Math.abs(jump) <= TOLERANCE_MS) return;
    if (jump < 0) this.offset -= Math.round(jump);
    this.state.set(jump < 0 ? this.judged() : 'doubtful');
  }

  /** The page was out of sight: what passed meanwhile is no jump, unless it is backwards. */
  wake(): void {
    const seen = momentNow();
    if (jumpBetween(this.seen, seen) > 0) this.seen = seen;
    this.watch();
  }

  private learn(server: Sighting['server'], sent: Moment): void {
    const received = momentNow();
    // The wall clock may have been set on the way, the other one stands still while a device sleeps.
    const underWay = Math.max(received.wall - sent.wall, received.steady - sent.steady);
    this.offset = offsetAfter(this.offset, { server, sentAt: received.wall - underWay, receivedAt: received.wall });
    this.seen = received;
    this.state.set(this.judged());
    remember({ offset: this.offset, learnedAt: this.now() });
  }

  private judged(): ClockState {
    return Math.abs(this.offset) > TOLERANCE_MS ? 'corrected' : 'right';
  }
}

interface Learned {
  offset: number;
  learnedAt: number;
}

function remembered(): Partial<Learned> {
  return JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as Partial<Learned>;
}

/** A browser that keeps nothing learns again at its next visit. */
function remember(learned: Learned): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(learned));
  } catch {
    localStorage.removeItem(REMEMBERED);
  }
}
