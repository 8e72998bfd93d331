import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Clock } from '../kernel/clock.js';
import { decorated } from '../messaging/decorated.js';
import { type Finding, HealthFact, type HealthFactOptions, ReportsHealth } from './health-fact.js';
import { Stopping } from './stopping.js';

const EVERY_MS = 2000;
const PATIENCE_MS = 2000;
/** Three checks that never ended: nothing is known any more. */
const BELIEVED_MS = 10_000;

interface Watched {
  readonly fact: HealthFact;
  readonly options: HealthFactOptions;
  /** A check that has not ended; no second one begins. */
  underWay: boolean;
  findings: readonly Finding[];
}

/** What the background found last of this process and of what it stands on. To read it costs nothing and waits for nothing. */
@Injectable()
export class Vitals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Health');
  private watched: Watched[] = [];
  private seenAt = -Infinity;
  private next: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly clock: Clock,
    private readonly stopping: Stopping,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.watched = decorated<HealthFact, HealthFactOptions>(this.discovery, ReportsHealth).map(
      ({ provider, options }) => ({
        fact: provider,
        options,
        underWay: false,
        findings: [],
      }),
    );
    await this.checkPeriodically();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.begin();
    clearTimeout(this.next);
    await this.checking;
  }

  /** Worst first. */
  findings(): readonly Finding[] {
    if (this.stopping.hasBegun) return [{ part: 'process', state: 'not-ready', why: 'This process is stopping.' }];
    const old = this.clock.elapsed() - this.seenAt;
    if (old > BELIEVED_MS)
      return [{ part: 'process', state: 'not-ready', why: 'The background of this process stands still.' }];
    const all = this.watched.flatMap(({ findings }) => findings);
    return [...all.filter(({ state }) => state === 'not-ready'), ...all.filter(({ state }) => state === 'degraded')];
  }

  /** As of the last check. */
  hasDatabase(): boolean {
    return !this.watched.some(({ findings }) =>
      findings.some(({ part, state }) => part === 'database' && state === 'not-ready'),
    );
  }

  /** Checks everything now, for two seconds at most. */
  check(): Promise<void> {
    return (this.checking ??= this.checkAll().finally(() => (this.checking = undefined)));
  }

  private async checkAll(): Promise<void> {
    const before = new Map(this.findings().map((finding) => [finding.part, finding]));
    await Promise.all(this.watched.map((watched) => this.checkOne(watched)));
    this.seenAt = this.clock.elapsed();
    if (this.stopping.hasBegun) return;
    const now = new Map(this.findings().map((finding) => [finding.part, finding]));
    for (const [part, { state, why }] of now)
      if (before.get(part)?.state !== state) this.log[state === 'degraded' ? 'warn' : 'error'](`${part}: ${why}`);
    for (const part of before.keys()) if (part !== 'process' && !now.has(part)) this.log.log(`${part}: well again.`);
  }

  private async checkPeriodically(): Promise<void> {
    await this.check();
    if (!this.stopping.hasBegun) this.next = setTimeout(() => void this.checkPeriodically(), EVERY_MS).unref();
  }

  private async checkOne(watched: Watched): Promise<void> {
    const { part, silent } = watched.options;
    const answered = watched.underWay ? new Promise<never>(() => undefined) : this.findingsOf(watched);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Finding[]>((resolve) => {
      timer = setTimeout(
        () => resolve([{ part, state: silent, why: `The ${part} does not answer within ${PATIENCE_MS / 1000} s.` }]),
        PATIENCE_MS,
      );
    });
    watched.findings = await Promise.race([answered, late]);
    clearTimeout(timer);
  }

  private async findingsOf(watched: Watched): Promise<readonly Finding[]> {
    const { part, silent } = watched.options;
    watched.underWay = true;
    try {
      return await watched.fact.check();
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string };
      return [{ part, state: silent, why: `The ${part} does not answer (${code ?? name ?? 'no reason'}).` }];
    } finally {
      watched.underWay = false;
    }
  }
}
