import { Injectable, signal } from '@angular/core';
import { isRecord, writeStored, readStored } from './browser-storage';

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

/**
 * What an answer taught, after the device's clock moved by itself: back is told by the clock that only runs, and so is a clock put right.
 * Forward it may as well have slept.
 */
export function offsetAfterJumps(taught: number, moved: number): { offset: number; sure: boolean } {
  const byTheOther = Math.round(taught - moved);
  const sure = moved <= TOLERANCE_MS || Math.abs(byTheOther) <= TOLERANCE_MS;
  return { offset: sure && Math.abs(moved) > TOLERANCE_MS ? byTheOther : taught, sure };
}

export function momentNow(): Moment {
  return { wall: Date.now(), steady: performance.now() };
}

/** What an answer taught: the server's time and this device's, by both of its clocks, at one moment. */
interface Taught {
  readonly server: number;
  readonly at: Moment;
}

/** The server's time as this device knows it: its own clock and the difference that an answer taught. What only a jump suggests is doubt, never a difference to show by. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private offset = 0;
  private seen = momentNow();
  /** By an answer to this page; the clock that only runs does not outlive it. */
  private taught?: Taught;
  readonly state = signal<ClockState>('doubtful');

  constructor() {
    const earlier = readStored(REMEMBERED, isLearned);
    if (!earlier) return;
    this.offset = earlier.jumped ? 0 : earlier.server - earlier.device;
    // A difference from an earlier visit may have been put right meanwhile, and time does not run backwards: nobody here can tell.
    const sure =
      !earlier.jumped && Math.abs(this.offset) <= TOLERANCE_MS && this.now() >= earlier.server - TOLERANCE_MS;
    if (sure) this.state.set('right');
  }

  now(): number {
    return Date.now() + this.offset;
  }

  /** @param date the `Date` header of an answer; @param sent when it was asked for */
  learnFrom(date: string | null, sent: Moment): void {
    const second = date ? Date.parse(date) : NaN;
    if (!Number.isNaN(second)) this.learn({ from: second, to: second + 1000 }, sent);
  }

  /**
   * Set back after an answer: the clock that only runs tells how much later it is than that answer. Set forward: a device that slept looks
   * the same. And without an answer to this page nobody knows which of the two times was right.
   */
  watch(): void {
    const seen = momentNow();
    const jump = jumpBetween(this.seen, seen);
    this.seen = seen;
    if (Math.abs(jump) <= TOLERANCE_MS) return;
    if (!this.taught) return this.doubt();
    const { offset, sure } = offsetAfterJumps(
      this.taught.server - this.taught.at.wall,
      jumpBetween(this.taught.at, seen),
    );
    this.offset = offset;
    this.state.set(sure ? this.judged() : 'doubtful');
    this.remember(!sure);
  }

  /** The page was out of sight: what passed meanwhile is no jump, unless it is backwards. */
  wake(): void {
    const seen = momentNow();
    const slept = jumpBetween(this.seen, seen);
    if (slept > 0) {
      this.seen = seen;
      const { server, at } = this.taught ?? {};
      if (server !== undefined && at) this.taught = { server: server + slept, at: { ...at, wall: at.wall + slept } };
    }
    this.watch();
  }

  private learn(server: Sighting['server'], sent: Moment): void {
    const received = momentNow();
    // The wall clock may have been set on the way, the other one stands still while a device sleeps.
    const underWay = Math.max(received.wall - sent.wall, received.steady - sent.steady);
    this.offset = offsetAfter(this.offset, { server, sentAt: received.wall - underWay, receivedAt: received.wall });
    this.seen = received;
    this.taught = { server: received.wall + this.offset, at: received };
    this.state.set(this.judged());
    this.remember(false);
  }

  private doubt(): void {
    this.offset = 0;
    this.state.set('doubtful');
    this.remember(true);
  }

  private judged(): ClockState {
    return Math.abs(this.offset) > TOLERANCE_MS ? 'corrected' : 'right';
  }

  private remember(jumped: boolean): void {
    const device = Date.now();
    writeStored(REMEMBERED, { server: device + this.offset, device, jumped } satisfies Learned);
  }
}

/** For the next visit: both clocks at one moment, and whether the device's has jumped since without an answer. */
interface Learned {
  readonly server: number;
  readonly device: number;
  readonly jumped: boolean;
}

function isLearned(value: unknown): value is Learned {
  return (
    isRecord(value) &&
    Number.isFinite(value['server']) &&
    Number.isFinite(value['device']) &&
    typeof value['jumped'] === 'boolean'
  );
}
