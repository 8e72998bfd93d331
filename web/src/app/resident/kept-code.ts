import { Injectable } from '@angular/core';
import { databases, isRecord, isText } from '../api/kept';
import { CodeView, DigitSecrets } from '../api/types';

/** What this device keeps so that the code shows without network. Reasons are not among it: they are read from the server each time. */
export interface KeptCode {
  accountId: string;
  view?: Omit<CodeView, 'causes'>;
  etag?: string;
  digits?: DigitSecrets;
  deviceId?: string;
  keys?: CryptoKeyPair;
  credential?: string;
  expiresAt?: string;
  renewAfter?: string;
  /** Colour the credential was issued with: another one now means a new credential. */
  issuedAs?: string;
  /** Likewise the epoch of the digits: it rises when a device or session ends. */
  issuedEpoch?: number;
}

/** `issued`: there is another key or credential; `gone`: this browser shows no code any more. */
export type News = 'issued' | 'gone';

const DATABASE = 'bamin-code';
const STORE = 'kept';
const KEY = 'code';

/** One record in IndexedDB: the only place of a browser that keeps a private key it cannot read. Browsers that keep nothing answer with nothing. */
@Injectable({ providedIn: 'root' })
export class KeptCodes {
  private readonly channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(DATABASE);

  async read(): Promise<KeptCode | undefined> {
    const found = await withStore('readonly', (store) => store.get(KEY) as IDBRequest<unknown>).catch(() => undefined);
    return isKeptCode(found) ? ofThisApp(found) : undefined;
  }

  /** Changes the record as it is now, which another tab may have written; `known` is what counts where nothing is kept. */
  async merge(known: KeptCode, change: Partial<KeptCode>): Promise<KeptCode> {
    const merged = (stored?: unknown) => ({
      ...(isKeptCode(stored) && stored.accountId === known.accountId ? ofThisApp(stored) : known),
      ...change,
    });
    let next = merged();
    await withStore('readwrite', (store) => {
      const found = store.get(KEY) as IDBRequest<unknown>;
      found.onsuccess = () => store.put((next = merged(found.result)), KEY);
      return found;
    }).catch(() => undefined);
    return next;
  }

  async delete(): Promise<void> {
    await withStore('readwrite', (store) => store.delete(KEY)).catch(() => undefined);
  }

  /** Tells the other tabs; they hear it, this one does not. */
  tell(news: News): void {
    this.channel?.postMessage(news);
  }

  hear(told: (news: News) => void): void {
    if (this.channel) this.channel.onmessage = ({ data }: MessageEvent<News>) => told(data);
  }
}

/** Anything may stand there: of what is damaged nothing is shown, the server is asked again. */
export function isKeptCode(found: unknown): found is KeptCode {
  if (!isRecord(found) || !isText(found['accountId'])) return false;
  const { view, digits, credential, keys } = found;
  const whole = (part: unknown, ...names: string[]) =>
    part === undefined || (isRecord(part) && names.every((name) => part[name] !== undefined && part[name] !== null));
  return (
    whole(view, 'serial', 'colour', 'maskedName', 'dataAsOf', 'digitsEpoch') &&
    whole(digits, 'serial', 'epoch', 'days') &&
    (credential === undefined || isText(credential)) &&
    whole(keys, 'privateKey')
  );
}

/** A view that an earlier version of the app kept lacks what this one shows: it is asked for anew, the device stays what it is. */
function ofThisApp({ view, ...kept }: KeptCode): KeptCode {
  return view?.colourWords ? { ...kept, view } : kept;
}

async function withStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB refused'));
    });
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = databases()?.open(DATABASE, 1);
    if (!request) return reject(new Error('IndexedDB refused'));
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error ?? new Error('IndexedDB refused'));
  });
}
