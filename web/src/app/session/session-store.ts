import { HttpClient } from '@angular/common/http';
import { Injectable, computed, inject, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { drop, isRecord, isText, keep, kept } from '../api/kept';
import { problemOf } from '../api/problem';
import { Door, Registration, Role, SessionView } from '../api/types';

export const REMEMBERED = 'bamin.session';

/** What the device keeps to open the right page without network: no name, no document, no telephone. */
export type Remembered = Pick<SessionView, 'accountId' | 'capacity' | 'level'>;

export function isRemembered(value: unknown): value is Remembered {
  if (!isRecord(value) || !isText(value['accountId'])) return false;
  const { capacity, level } = value;
  return (
    isRecord(capacity) &&
    isText(capacity['id']) &&
    isText(capacity['role']) &&
    (level === undefined || typeof level === 'number')
  );
}

/** Who is signed in, as the server last said. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  private readonly http = inject(HttpClient);
  private readonly current = signal<SessionView | undefined>(undefined);
  private loading?: Promise<SessionView | undefined>;

  readonly session = this.current.asReadonly();
  readonly role = computed<Role | undefined>(() => this.current()?.capacity.role);
  /** The server was not reached; the session is the one this device remembers. */
  readonly fromMemory = signal(false);
  readonly unread = signal(0);

  /** Asks the server once; a second guard of the same navigation joins. */
  async known(): Promise<SessionView | undefined> {
    if (this.current() && !this.fromMemory()) return this.current();
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  async signIn(door: Door, login: string, password: string): Promise<SessionView> {
    return this.take(await firstValueFrom(this.http.post<SessionView>('/api/sessions', { door, login, password })));
  }

  async register(registration: Registration): Promise<SessionView> {
    return this.take(await firstValueFrom(this.http.post<SessionView>('/api/registrations', registration)));
  }

  async recover(recovery: Omit<Registration, 'id' | 'name' | 'agreement'>): Promise<SessionView> {
    return this.take(await firstValueFrom(this.http.post<SessionView>('/api/password-recoveries', recovery)));
  }

  async choose(capacityId: string): Promise<SessionView> {
    return this.take(await firstValueFrom(this.http.put<SessionView>('/api/session/capacity', { capacityId })));
  }

  async changePassword(current: string, next: string): Promise<void> {
    await firstValueFrom(this.http.post('/api/password-changes', { current, next }));
    this.take(await firstValueFrom(this.http.get<SessionView>('/api/session')));
  }

  async refresh(): Promise<void> {
    this.take(await firstValueFrom(this.http.get<SessionView>('/api/session')));
  }

  async signOut(): Promise<void> {
    await firstValueFrom(this.http.delete('/api/session'));
    this.forget();
  }

  forget(): void {
    drop(REMEMBERED);
    this.leave();
  }

  /** Only this tab; what the device remembers stays as another tab wrote it. */
  leave(): void {
    this.current.set(undefined);
    this.fromMemory.set(false);
    this.unread.set(0);
  }

  private async load(): Promise<SessionView | undefined> {
    try {
      return this.take(await firstValueFrom(this.http.get<SessionView>('/api/session')));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 401) {
        this.forget();
        return undefined;
      }
      return this.recall() ?? Promise.reject(problem);
    }
  }

  private take(session: SessionView): SessionView {
    const { accountId, capacity, level } = session;
    keep(REMEMBERED, { accountId, capacity, level } satisfies Remembered);
    this.current.set(session);
    this.fromMemory.set(false);
    this.unread.set(session.unread ?? 0);
    return session;
  }

  private recall(): SessionView | undefined {
    const remembered = kept(REMEMBERED, isRemembered);
    if (!remembered) return undefined;
    const { accountId, capacity, level } = remembered;
    const session: SessionView = {
      accountId,
      capacity,
      level,
      capacities: [capacity],
      displayName: '',
      mustChangePassword: false,
      abilities: [],
      unread: 0,
    };
    this.current.set(session);
    this.fromMemory.set(true);
    return session;
  }
}
