/** An answer that did not come in time. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** Waits no longer than this, nor beyond the signal; what was waited for goes on by itself and may fail unheard. */
export function within<T>(milliseconds: number, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal ? [signal] : [])]);
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new TimedOut());
    limit.addEventListener('abort', onAbort);
    if (limit.aborted) onAbort();
    void work.then(resolve, reject).finally(() => limit.removeEventListener('abort', onAbort));
  });
}
