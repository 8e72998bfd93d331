import { Injectable, inject, signal } from '@angular/core';
import { Api } from '../api/client';
import { clearTab, deleteStored, isRecord, isText, writeStored, readStored } from '../api/browser-storage';
import { problemOf } from '../api/problem';
import { Answer, Body } from '../api/contract';
import { UnsavedWork } from '../ui/unsaved-work';

type Recovery = Body<'POST /api/password-recoveries'>;
export type SessionView = Answer<'GET /api/session'>;
export type Registration = Body<'POST /api/registrations'>;
export type Door = Body<'POST /api/sessions'>['door'];

export const REMEMBERED = 'bamin.session';

/** What the device keeps to open the right page without network: no name, no document, no telephone. */
export type Remembered = Pick<SessionView, 'accountId' | 'capacity' | 'level' | 'permissions'>;

export function isRemembered(value: unknown): value is Remembered {
  if (!isRecord(value) || !isText(value['accountId'])) return false;
  const { capacity, level, permissions } = value;
  return (
    Array.isArray(permissions) &&
    permissions.every(isRecord) &&
    isRecord(capacity) &&
    isText(capacity['id']) &&
    isText(capacity['role']) &&
    (level === undefined || typeof level === 'number')
  );
}

/** Who is signed in, as the server last said. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  private readonly api = inject(Api);
  private readonly unsaved = inject(UnsavedWork);
  private readonly current = signal<SessionView | undefined>(undefined);
  private loading?: Promise<SessionView | undefined>;

  readonly session = this.current.asReadonly();
  /** The server was not reached; the session is the one this device remembers. */
  readonly fromMemory = signal(false);
  readonly unread = signal(0);
  /** Whoever was signed in here did not sign out: the session ended, and nobody has signed in since. */
  readonly ended = signal(false);

  /** Asks the server once; a second guard of the same navigation joins. */
  async known(): Promise<SessionView | undefined> {
    if (this.current() && !this.fromMemory()) return this.current();
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  async signIn(door: Door, login: string, password: string): Promise<SessionView> {
    return this.take(await this.api.call('POST /api/sessions', { body: { door, login, password } }));
  }

  async register(registration: Registration): Promise<SessionView> {
    return this.take(await this.api.call('POST /api/registrations', { body: registration }));
  }

  async recover(recovery: Recovery): Promise<SessionView> {
    return this.take(await this.api.call('POST /api/password-recoveries', { body: recovery }));
  }

  async choose(capacityId: string): Promise<SessionView> {
    return this.take(await this.api.call('PUT /api/session/capacity', { body: { capacityId } }));
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.api.call('POST /api/password-changes', { body: { current, next } });
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.take(await this.api.call('GET /api/session'));
  }

  async signOut(): Promise<void> {
    await this.api.call('DELETE /api/session');
    clearTab();
    this.forget();
  }

  /** The server knows the session no more. */
  expire(): void {
    if (this.current() || readStored(REMEMBERED, isRemembered)) this.ended.set(true);
    this.forget();
  }

  forget(): void {
    deleteStored(REMEMBERED);
    this.leave();
  }

  /** Only this tab; what the device remembers stays as another tab wrote it. */
  leave(): void {
    this.current.set(undefined);
    this.fromMemory.set(false);
    this.unread.set(0);
    this.unsaved.abandon();
  }

  private async load(): Promise<SessionView | undefined> {
    try {
      return this.take(await this.api.call('GET /api/session'));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 401) {
        this.expire();
        return undefined;
      }
      return this.recall() ?? Promise.reject(problem);
    }
  }

  private take(session: SessionView): SessionView {
    const { accountId, capacity, level, permissions } = session;
    writeStored(REMEMBERED, { accountId, capacity, level, permissions } satisfies Remembered);
    this.current.set(session);
    this.ended.set(false);
    this.fromMemory.set(false);
    this.unread.set(session.unread ?? 0);
    return session;
  }

  private recall(): SessionView | undefined {
    const remembered = readStored(REMEMBERED, isRemembered);
    if (!remembered) return undefined;
    const { accountId, capacity, level, permissions } = remembered;
    const session: SessionView = {
      accountId,
      capacity,
      level,
      capacities: [capacity],
      displayName: '',
      mustChangePassword: false,
      permissions,
      unread: 0,
    };
    this.current.set(session);
    this.fromMemory.set(true);
    return session;
  }
}
