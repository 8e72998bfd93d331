import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCheckCircle, mdiCrosshairsGps, mdiShieldCheckOutline } from '@mdi/js';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { Area } from '../api/types';
import { SessionStore } from '../session/session-store';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { AreaChoice } from './area-choice';

interface Position {
  latitude: number;
  longitude: number;
  accuracyMetres: number;
}

/** One-tap claim. The place is where flow advice starts; the browser's position is asked for, never demanded. */
@Component({
  selector: 'app-claim',
  imports: [AreaChoice, Hotlines, Icon, ProblemNotice, RouterLink, TranslocoPipe],
  templateUrl: './claim.html',
  styleUrl: './claim.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Claim {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly store = inject(SessionStore);
  private readonly id = newId();

  protected readonly icons = { position: mdiCrosshairsGps, done: mdiCheckCircle, shield: mdiShieldCheckOutline };
  protected readonly area = signal<Area | undefined>(undefined);
  protected readonly position = signal<Position | undefined>(undefined);
  protected readonly locating = signal<'no' | 'asking' | 'refused'>('no');
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly proven = () => (this.store.session()?.level ?? 1) >= 4;

  protected locate(): void {
    if (!('geolocation' in navigator)) return this.locating.set('refused');
    this.locating.set('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.position.set({
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracyMetres: Math.max(1, Math.round(coords.accuracy)),
        });
        this.locating.set('no');
      },
      () => this.locating.set('refused'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  }

  protected async claim(): Promise<void> {
    const area = this.area();
    if (!area || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const body = { id: this.id, initialPosition: { areaKey: area.key, ...this.position() } };
      await this.api.call('POST /api/code', { body });
      await this.router.navigateByUrl('/code', { replaceUrl: true });
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
