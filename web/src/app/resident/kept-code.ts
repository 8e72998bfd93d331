import { Injectable } from '@angular/core';
import { IDBPDatabase, IDBPObjectStore, openDB } from 'idb';
import { databases, isRecord, isText } from '../api/browser-storage';
import { CodeView } from './code-state';
import { Answer } from '../api/contract';

type DigitSecrets = Answer<'GET /api/code/digits'>;

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
    const found: unknown = await inStore('readonly', (store) => store.get(KEY)).catch(() => undefined);
    return isKeptCode(found) ? ofThisApp(found) : undefined;
  }

  /** Changes the record as it is now, which another tab may have written; `known` is what counts where nothing is kept. */
  async merge(known: KeptCode, change: Partial<KeptCode>): Promise<KeptCode> {
    const merged = (stored?: unknown) => ({
      ...(isKeptCode(stored) && stored.accountId === known.accountId ? ofThisApp(stored) : known),
      ...change,
    });
    return inStore('readwrite', async (store) => {
      const next = merged(await store.get(KEY));
      await store.put!(next, KEY);
      return next;
    }).catch(() => merged());
  }

  async delete(): Promise<void> {
    await inStore('readwrite', (store) => store.delete!(KEY)).catch(() => undefined);
  }

  /** Tells the other tabs; they hear it, this one does not. */
  announce(news: News): void {
    this.channel?.postMessage(news);
  }

  listen(onNews: (news: News) => void): void {
    if (this.channel) this.channel.onmessage = ({ data }: MessageEvent<News>) => onNews(data);
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

type Store<Mode extends IDBTransactionMode> = IDBPObjectStore<unknown, [typeof STORE], typeof STORE, Mode>;

/** One transaction, done when its writes are kept. */
async function inStore<T, Mode extends IDBTransactionMode>(
  mode: Mode,
  work: (store: Store<Mode>) => Promise<T>,
): Promise<T> {
  const database = await opened();
  try {
    const transaction = database.transaction(STORE, mode);
    const [result] = await Promise.all([work(transaction.store), transaction.done]);
    return result;
  } finally {
    database.close();
  }
}

/** Nothing where the browser has no database or forbids it. */
function opened(): Promise<IDBPDatabase> {
  if (!databases()) return Promise.reject(new Error('IndexedDB refused'));
  return openDB(DATABASE, 1, { upgrade: (database) => void database.createObjectStore(STORE) });
}
