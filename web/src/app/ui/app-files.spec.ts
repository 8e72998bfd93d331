import { TestBed } from '@angular/core/testing';
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

  beforeEach(() => {
    sessionStorage.clear();
    opened.length = 0;
    server = 'up';
    globalThis.fetch = (async () => {
      if (server === 'down') throw new TypeError('Failed to fetch');
      return { ok: true };
    }) as unknown as typeof fetch;
    AbortSignal.timeout ??= () => new AbortController().signal;
    jest.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [{ provide: SwUpdate, useClass: Worker }, { provide: OPEN_ANEW, useValue: (url: string) => opened.push(url) }],
    });
    files = TestBed.inject(AppFiles);
    worker = TestBed.inject(SwUpdate) as unknown as Worker;
    files.watch();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    'Failed to fetch dynamically imported module: /chunk-1.js', 'error loading dynamically imported module: /chunk-1.js',
    'Importing a module script failed.', 'Unable to load translation and all the fallback languages',
  ])('are missing where a browser says "%s"', (message) => {
    expect(isLostFile(new Error('navigation', { cause: new TypeError(message) }))).toBe(true);
  });

  it('are loaded anew, in their newest version, for a page that is gone: once, then only when asked', async () => {
    await files.navigationFailed({ url: '/devices', error: lost });
    expect([opened, worker.activateUpdate.mock.calls.length, files.news()]).toEqual([['/devices'], 1, undefined]);
    await files.navigationFailed({ url: '/devices', error: lost });
    expect([opened, files.news()]).toEqual([['/devices'], { kind: 'gone', url: '/devices' }]);
    await files.load('/devices');
    expect(opened).toEqual(['/devices', '/devices']);
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
