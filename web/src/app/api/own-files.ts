const PATIENCE_MS = 4000;

/** A file of the app as the server has it now, asked past the service worker; nothing where it does not answer. */
export async function fileFromServer(url: string): Promise<Response | undefined> {
  return fetch(`${url}?ngsw-bypass`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    () => undefined,
  );
}
