import { ChangeDetectionStrategy, Component, Injector, inject, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCheckCircle, mdiCrosshairsGps, mdiShieldCheckOutline } from '@mdi/js';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { SessionStore } from '../session/session-store';
import { FieldProblem } from '../ui/forms/field-problem';
import { focusOn } from '../ui/focus-on';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/forms/sent-form';
import { filled } from '../ui/forms/slips';
import { AreaChoice } from './area-choice';
import { Busy } from '../ui/busy';

interface Position {
  latitude: number;
  longitude: number;
  accuracyMetres: number;
}

/** One-tap claim. The place is where flow advice starts; the browser's position is asked for, never demanded. */
@Component({
  selector: 'app-claim',
  imports: [Busy, AreaChoice, FieldProblem, Hotlines, Icon, ProblemNotice, RouterLink, SentForm, TranslocoPipe],
  templateUrl: './claim.html',
  styleUrl: './claim.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Claim {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly store = inject(SessionStore);
  private readonly injector = inject(Injector);
  private readonly id = newId();

  protected readonly icons = { position: mdiCrosshairsGps, done: mdiCheckCircle, shield: mdiShieldCheckOutline };
  private readonly typed = signal({ initialPosition: { areaKey: '' } });
  protected readonly form = form(this.typed, (path) => filled(path.initialPosition.areaKey, 'resident.claim.first'));
  protected readonly position = signal<Position | undefined>(undefined);
  protected readonly locating = signal<'no' | 'asking' | 'refused'>('no');
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
        focusOn('located', this.injector);
      },
      () => this.locating.set('refused'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  }

  protected readonly claim = async (): Promise<void> => {
    const initialPosition = { ...this.typed().initialPosition, ...this.position() };
    await this.api.call('POST /api/code', { body: { id: this.id, initialPosition } });
    await this.router.navigateByUrl('/code', { replaceUrl: true });
  };
}
