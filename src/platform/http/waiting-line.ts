import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rulesOf } from '../authorization/policy.js';
import { Stopping } from '../health/stopping.js';
import { elapsed } from '../kernel/clock.js';
import { defineError } from '../kernel/domain-error.js';
import { withinRequest, withoutDeadline } from '../persistence/connections.js';
import { unavailable } from './problem.js';
import { sendProblem } from './problem-filter.js';
import { refuseAtTheDoor } from './refuse-at-the-door.js';

const busy = defineError('REQUEST.OVERLOADED', 'unavailable', {
  zh: '当前访问人数过多，请稍后再试',
  en: 'Too many people at once, try again in a moment',
});
const tooLong = defineError('REQUEST.TOOK_TOO_LONG', 'unavailable', {
  zh: '处理超时，请稍后再试',
  en: 'It took too long, try again later',
});

/** How much may wait. */
export const LIMITS = {
  /** Requests under way in one process: less than half a second of what it can do, at two milliseconds a scan. Others, and `/health`, come in between. */
  waiting: 200,
  /** How late the process may come to what is due. */
  lateMs: 1000,
  /** For a request that has come in; uploads take their time. What it may wait for the database ends before that. */
  deadlineMs: 4800,
};
export type Limits = typeof LIMITS;

const TICK_MS = 100;
const TELL_MS = 1000;

/** What a request of this process goes through from its head to its answer. */
interface Place {
  readonly reply: FastifyReply;
  readonly request: FastifyRequest;
  /** Not while its body comes in, nor for a file: what somebody sends slowly takes no room from others. */
  counts: boolean;
  since: number;
  /** Milliseconds of its time that were used before its body had come in. */
  spent: number;
}

/**
 * The requests under way, bounded: beyond that, refused at once is better than answered when nobody waits any more, and who is already
 * in the line is served. Questions of load balancers (`/health`) always pass.
 */
class WaitingLine {
  private readonly places = new Map<FastifyRequest, Place>();
  private readonly log = new Logger('Http');
  private counted = 0;
  private refused = 0;
  private toldAt = -Infinity;
  private lateness = 0;
  private lastTick = elapsed();
  private readonly ticking = setInterval(() => this.tick(), TICK_MS).unref();

  constructor(private readonly limits: Limits) {}

  get isFull(): boolean {
    return this.counted >= this.limits.waiting || Math.max(this.lateness, this.late() / 2) > this.limits.lateMs;
  }

  enter(request: FastifyRequest, reply: FastifyReply): void {
    this.places.set(request, { request, reply, counts: true, since: elapsed(), spent: 0 });
    this.counted++;
    const leave = () => this.leave(request);
    reply.raw.once('finish', leave);
    reply.raw.once('close', leave);
  }

  stepAside(request: FastifyRequest): void {
    const place = this.places.get(request);
    if (!place?.counts) return;
    Object.assign(place, { counts: false, spent: elapsed() - place.since });
    this.counted--;
  }

  comeBack(request: FastifyRequest): void {
    const place = this.places.get(request);
    if (!place || place.counts) return;
    Object.assign(place, { counts: true, since: elapsed() - place.spent });
    this.counted++;
  }

  /** Remembers it for the log, where a line for each would cost more than the answer. */
  countRefusal(): void {
    this.refused++;
  }

  /** Milliseconds of its time that a request has used. */
  spent(request: FastifyRequest): number {
    const place = this.places.get(request);
    return place ? elapsed() - place.since : 0;
  }

  /** Connections end with the answers that are under way. */
  letGo(): void {
    for (const { reply } of this.places.values()) reply.raw.shouldKeepAlive = false;
  }

  /** Another process may do it. */
  sendAway(): void {
    for (const { request, reply } of this.places.values()) {
      if (reply.sent) continue;
      reply.raw.shouldKeepAlive = false;
      sendProblem(unavailable(), request, reply);
    }
  }

  close(): void {
    clearInterval(this.ticking);
  }

  private leave(request: FastifyRequest): void {
    this.stepAside(request);
    this.places.delete(request);
  }

  private late(): number {
    return Math.max(0, elapsed() - this.lastTick - TICK_MS);
  }

  private tick(): void {
    this.lateness = (this.lateness + this.late()) / 2;
    this.lastTick = elapsed();
    if (this.refused > 0 && this.lastTick - this.toldAt > TELL_MS) {
      this.log.warn({ refused: this.refused, waiting: this.counted }, 'Too many at once');
      Object.assign(this, { refused: 0, toldAt: this.lastTick });
    }
    const overdue = this.lastTick - this.limits.deadlineMs;
    for (const { counts, since, request, reply } of this.places.values()) {
      if (counts && since < overdue && !reply.sent) sendProblem(tooLong(), request, reply);
    }
  }
}

const isOfHealth = (url: string) => url.startsWith('/health/');

/** Before anything else looks at a request, and again before any work is done for it. */
export function boundWaiting(
  app: NestFastifyApplication,
  limits: Limits,
  headers: Readonly<Record<string, string>>,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  const line = new WaitingLine(limits);
  const stopping = app.get(Stopping);
  stopping.onBegin(() => line.letGo());
  stopping.onGivingUp(() => line.sendAway());
  const isShut = ({ url = '' }: { url?: string | undefined }) => line.isFull && !isOfHealth(url);
  const refusal = () => (line.countRefusal(), busy({ retryAfterSeconds: 2 }));
  refuseAtTheDoor(app.getHttpServer(), { isShut, refusal, headers });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (stopping.hasBegun) reply.raw.shouldKeepAlive = false;
    if (isOfHealth(request.url)) return done();
    if (line.isFull) return sendProblem(refusal(), request, reply);
    line.enter(request, reply);
    withinRequest(done);
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    if (!request.raw.complete) line.stepAside(request);
    done(null, payload);
  });
  fastify.addHook('preHandler', (request, reply, done) => {
    if (request.raw.socket.destroyed) return void reply.hijack(); // Nobody is there any more.
    if (reply.sent) return;
    if (rulesOf(request).takes === 'file') return withoutDeadline(done);
    line.comeBack(request);
    withinRequest(done, line.spent(request)); // Once more: a body that came in leads here from its socket.
  });
  fastify.addHook('onClose', (_instance, done) => (line.close(), done()));
}
