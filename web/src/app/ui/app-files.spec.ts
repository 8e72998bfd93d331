import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { SwUpdate } from '@angular/service-worker';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { AppFiles, isLostFile, OPEN_ANEW } from './app-files';

class Worker {
  readonly isEnabled = true;
  readonly versionUpdates = new Subject<{ type: string }>();
  readonly unrecoverable = new Subject<{ reason: string }>();
  checkForUpdate = async () => true;
  activateUpdate = jest.fn(async () => true);
}

const lost = new TypeError('Failed to fetch dynamically imported module: http://localhost/chunk-AB12CD34.js');

describe("The app's own files", () => {
  let files: AppFiles;
  let worker: Worker;
  const opened: string[] = [];
  let server: 'up' | 'down' = 'up';
  let version = 1;
  let file: 'there' | 'gone' | 'page' = 'gone';
  const router = { navigated: true, navigateByUrl: jest.fn() };

  beforeEach(() => {
    sessionStorage.clear();
    opened.length = 0;
    [server, version, file] = ['up', 1, 'gone'];
    router.navigated = true;
    router.navigateByUrl.mockClear();
    document.head.innerHTML = '<script type="module" src="main-1.js"></script>';
    globalThis.fetch = (async (url: string) => {
      if (server === 'down') throw new TypeError('Failed to fetch');
      if (url.startsWith('/index.html'))
        return { ok: true, text: async () => `<script type="module" src="main-${version}.js"></script>` };
      return {
        ok: file !== 'gone',
        headers: new Headers({ 'content-type': file === 'there' ? 'text/javascript' : 'text/html' }),
      };
    }) as unknown as typeof fetch;
    AbortSignal.timeout ??= () => new AbortController().signal;
    jest.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [
        { provide: Router, useValue: router },
        { provide: SwUpdate, useClass: Worker },
        { provide: OPEN_ANEW, useValue: (url: string) => opened.push(url) },
      ],
    });
    files = TestBed.inject(AppFiles);
    worker = TestBed.inject(SwUpdate) as unknown as Worker;
    files.watch();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    'Failed to fetch dynamically imported module: /chunk-1.js',
    'error loading dynamically imported module: /chunk-1.js',
    'Importing a module script failed.',
    'Unable to load translation and all the fallback languages',
  ])('are missing where a browser says "%s"', (message) => {
    expect(isLostFile(new Error('navigation', { cause: new TypeError(message) }))).toBe(true);
  });

  it('are loaded anew, in their newest version, for a page that is gone: once, then only when asked', async () => {
    version = 2;
    await files.navigationFailed({ url: '/devices', error: lost });
    expect([opened, worker.activateUpdate.mock.calls.length, files.news()]).toEqual([['/devices'], 1, undefined]);
    await files.navigationFailed({ url: '/devices', error: lost });
    expect([opened, files.news()]).toEqual([['/devices'], { kind: 'gone', url: '/devices' }]);
    await files.load('/devices');
    expect(opened).toEqual(['/devices', '/devices']);
  });

  it('are loaded anew where the missing one is back', async () => {
    file = 'there';
    await files.navigationFailed({ url: '/devices', error: lost });
    expect([opened, files.news()]).toEqual([['/devices'], undefined]);
  });

  it.each(['gone', 'page'] as const)(
    'leave the open page alone where loading anew would not help: the missing one is %s, and there is no new version',
    async (answer) => {
      file = answer;
      await files.navigationFailed({ url: '/devices', error: lost });
      await jest.advanceTimersByTimeAsync(10);
      expect([opened, files.news(), router.navigateByUrl.mock.calls.length]).toEqual([
        [],
        { kind: 'gone', url: '/devices' },
        0,
      ]);
    },
  );

  it('that are missing for the very first page lead home, once: there is a way on', async () => {
    router.navigated = false;
    await files.navigationFailed({ url: '/devices', error: lost });
    await files.navigationFailed({ url: '/home', error: lost });
    await jest.advanceTimersByTimeAsync(10);
    expect([opened, files.news(), router.navigateByUrl.mock.calls]).toEqual([
      [],
      { kind: 'gone', url: '/home' },
      [['/']],
    ]);
  });

  it('leave the open page alone while no server answers', async () => {
    server = 'down';
    await files.navigationFailed({ url: '/devices', error: lost });
    await files.load('/devices');
    expect([opened, files.news()]).toEqual([[], { kind: 'unreachable', url: '/devices' }]);
  });

  it('are not blamed for a page that fails for another reason; it is said all the same', async () => {
    await files.navigationFailed({ url: '/devices', error: new Error('no such thing') });
    expect([opened, files.news()]).toEqual([[], { kind: 'failed', url: '/devices' }]);
  });

  it('are replaced by a new version only when the person says so', async () => {
    worker.versionUpdates.next({ type: 'VERSION_DETECTED' });
    expect(files.news()).toBeUndefined();
    worker.versionUpdates.next({ type: 'VERSION_READY' });
    expect([opened, files.news()?.kind]).toEqual([[], 'ready']);
  });

  it('damaged on the device: said at once, also over the news of a new version', () => {
    worker.versionUpdates.next({ type: 'VERSION_READY' });
    worker.unrecoverable.next({ reason: 'hash mismatch' });
    expect([opened, files.news()?.kind]).toEqual([[], 'broken']);
  });
});
