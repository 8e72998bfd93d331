import { Injectable, inject, signal } from '@angular/core';
import { KeptCode, KeptCodes, News } from './kept-code';

/** What this device knows of the code, the same in every tab: one record of the browser, and the news of what other tabs do to it. */
@Injectable({ providedIn: 'root' })
export class DeviceRecord {
  private readonly store = inject(KeptCodes);
  private readonly current = signal<KeptCode | undefined>(undefined);
  readonly kept = this.current.asReadonly();

  /** Of this account; what another one left is deleted. */
  async open(accountId: string): Promise<void> {
    const kept = await this.store.read();
    if (kept && kept.accountId !== accountId) await this.forget();
    this.current.set(kept?.accountId === accountId ? kept : { accountId });
  }

  /** A browser that keeps nothing (private window) still knows it until it is closed. */
  async change(change: Partial<KeptCode>): Promise<void> {
    const known = this.current();
    if (!known) return;
    this.current.set({ ...known, ...change });
    const merged = await this.store.merge(known, change);
    if (this.current()) this.current.set(merged);
  }

  /** What another tab may have written. */
  async reread(): Promise<void> {
    const stored = await this.store.read();
    if (stored && stored.accountId === this.current()?.accountId) this.current.set(stored);
  }

  async deviceId(): Promise<string | undefined> {
    return (this.current() ?? (await this.store.read()))?.deviceId;
  }

  async forget(): Promise<void> {
    await this.store.delete();
    this.close();
    this.store.announce('gone');
  }

  close(): void {
    this.current.set(undefined);
  }

  announce(news: News): void {
    this.store.announce(news);
  }

  listen(onNews: (news: News) => void): void {
    this.store.listen(onNews);
  }
}
