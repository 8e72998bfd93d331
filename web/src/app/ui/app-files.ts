import { Injectable, InjectionToken, inject, signal } from '@angular/core';
import { NavigationError, Router } from '@angular/router';
import { SwUpdate } from '@angular/service-worker';
import { isRecord, isText, writeStored, readStored } from '../api/browser-storage';
import { fileFromServer } from '../api/own-files';

/**
 * `ready`: a new version waits · `broken`: what the browser kept of the app is damaged · `gone`: a part of the app is not there any more ·
 * `unreachable`: it cannot be fetched now · `failed`: the page could not be opened for another reason
 */
export type AppNews = { readonly kind: 'ready' | 'broken' | 'gone' | 'unreachable' | 'failed'; readonly url?: string };

const LOADED_AGAIN = 'bamin.loaded-again';
/** Who is back at the same missing file so soon was not helped by loading again. */
const SOON_MS = 60_000;
const LOOK_FOR_UPDATES_MS = 3_600_000;
const PATIENCE_MS = 4000;
const LOST = /dynamically imported module|module script|loading chunk|unable to load translation/i;

interface LoadedAgain {
  readonly url: string;
  readonly at: number;
}

function isLoadedAgain(value: unknown): value is LoadedAgain {
  return isRecord(value) && isText(value['url']) && typeof value['at'] === 'number';
}

/** As browsers (each in its own words) and the loader of words say that a file of the app did not come. */
export function isLostFile(error: unknown): boolean {
  const { message = '', cause } = (error ?? {}) as { message?: string; cause?: unknown };
  return LOST.test(message) || (cause !== undefined && isLostFile(cause));
}

/** Some browsers say which file it was. */
function fileIn(error: unknown): string | undefined {
  const { message = '', cause } = (error ?? {}) as { message?: string; cause?: unknown };
  return /https?:\/\/\S+\.js\b/.exec(message)?.[0] ?? (cause === undefined ? undefined : fileIn(cause));
}

/** Loading an address anew; a browser under test must not. */
export const OPEN_ANEW = new InjectionToken<(url: string) => void>('OPEN_ANEW', {
  providedIn: 'root',
  factory: () => (url: string) => location.assign(url),
});

/** The app's own files: a new version of them, and what to do when one is missing. Loads a page anew once by itself, then only when asked. */
@Injectable({ providedIn: 'root' })
export class AppFiles {
  private readonly worker = inject(SwUpdate, { optional: true });
  private readonly openAnew = inject(OPEN_ANEW);
  private readonly router = inject(Router);
  private wentHome = false;
  readonly news = signal<AppNews | undefined>(undefined);

  watch(): void {
    if (!this.worker?.isEnabled) return;
    this.worker.versionUpdates.subscribe(({ type }) => {
      if (type === 'VERSION_READY' && !this.news()) this.news.set({ kind: 'ready' });
    });
    this.worker.unrecoverable.subscribe(() => this.news.set({ kind: 'broken' }));
    setInterval(() => void this.worker?.checkForUpdate().catch(() => false), LOOK_FOR_UPDATES_MS);
  }

  /** The page that was asked for did not open. What is on the screen is left as it is, unless loading anew is sure to help: there is a new version, or the file is back. */
  async navigationFailed({ url, error }: Pick<NavigationError, 'url' | 'error'>): Promise<void> {
    if (!isLostFile(error)) return this.news.set({ kind: 'failed', url });
    const newest = await newestPage();
    if (newest === undefined) return this.lost({ kind: 'unreachable', url });
    const helps = isOtherVersion(newest) || (await isThere(error));
    if (helps && !loadedLately(url)) return this.load(url);
    this.lost({ kind: 'gone', url });
  }

  /** What is on the screen stays. Where nothing is yet, home is opened, so that there is a way on. */
  private lost(news: AppNews): void {
    this.news.set(news);
    if (!this.router.navigated && !this.wentHome && news.url !== '/') {
      this.wentHome = true;
      setTimeout(() => void this.router.navigateByUrl('/'));
    }
  }

  /** A part of the page on the screen did not come: what may be typed there is not thrown away without asking. */
  partLost(): void {
    this.news.set({ kind: 'gone' });
  }

  /** @param url without it, the page that is open */
  async load(url = location.pathname + location.search): Promise<void> {
    if ((await newestPage()) === undefined) return this.news.set({ kind: 'unreachable', url });
    writeStored(LOADED_AGAIN, { url, at: Date.now() } satisfies LoadedAgain, 'sessionStorage');
    await this.newest();
    this.openAnew(url);
  }

  private async newest(): Promise<void> {
    if (!this.worker?.isEnabled) return;
    const updated = this.worker.checkForUpdate().then((found) => (found ? this.worker!.activateUpdate() : false));
    await Promise.race([updated, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]).catch(() => false);
  }
}

function loadedLately(url: string): boolean {
  const last = readStored(LOADED_AGAIN, isLoadedAgain, 'sessionStorage');
  return last?.url === url && Math.abs(Date.now() - last.at) < SOON_MS;
}

/**
 * The page as the server has it now; nothing where it does not answer: loading anew would then put the
 * browser's own error page in the place of this one.
 */
async function newestPage(): Promise<string | undefined> {
  const answer = await fileFromServer('/index.html');
  return answer?.ok ? answer.text() : undefined;
}

/** The file that did not come comes now, and is a script: not an error page, nor the page for every address. */
async function isThere(error: unknown): Promise<boolean> {
  const url = fileIn(error);
  const answer = url ? await fileFromServer(url) : undefined;
  return answer?.ok === true && (answer.headers.get('content-type') ?? '').includes('javascript');
}

/** Another script begins it than the one that runs here. */
function isOtherVersion(page: string): boolean {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[type="module"][src]')];
  return scripts.some((script) => !page.includes(script.getAttribute('src')!));
}
