import { Injectable, InjectionToken, inject } from '@angular/core';
import { Routes } from '@angular/router';
import { WordArea } from '../ui/language';
import { Door, SessionStore, SessionView } from './session-store';

export type Permission = SessionView['permissions'][number];

/**
 * A part of the client that is loaded for those who may use it. It owns its routes and, in them, its navigation with what each entry needs;
 * `app.areas.ts` lists the areas, and nobody else knows them.
 */
export interface Area {
  readonly path: string;
  /** Where a session begins that may use it. */
  readonly home: string;
  /** By which its people come in. */
  readonly door: Door;
  readonly needs: Permission;
  readonly words: readonly WordArea[];
  readonly routes: () => Promise<Routes>;
}

export const AREAS = new InjectionToken<readonly Area[]>('AREAS');

export function holds({ permissions }: SessionView, needed: Permission): boolean {
  return permissions.some(({ action, subject }) => action === needed.action && subject === needed.subject);
}

/**
 * What the session may do, as the server's one list has it: navigation, buttons and guards ask here, none asks for a role. It only spares people
 * what would be refused; the server decides at every request, and about which rows.
 */
@Injectable({ providedIn: 'root' })
export class Permissions {
  private readonly store = inject(SessionStore);
  private readonly areas = inject(AREAS);

  may(needed: Permission): boolean {
    const session = this.store.session();
    return session !== undefined && holds(session, needed);
  }

  /** Where a person in this capacity starts; capacities whose pages do not exist yet land on a page that says so. */
  homeOf(session: SessionView): string {
    if (session.mustChangePassword) return '/password';
    return this.areas.find(({ needs }) => holds(session, needs))?.home ?? '/capacities';
  }
  /** @param wanted an address of this client: `/scanner/shift` is for who comes in by the scanners' door */
  doorOf(wanted = ''): Door {
    const [address = ''] = wanted.split(/[?#]/);
    const area = this.areas.find(({ path }) => path !== '' && `${address}/`.startsWith(`/${path}/`));
    return area?.door ?? 'personal';
  }
}
