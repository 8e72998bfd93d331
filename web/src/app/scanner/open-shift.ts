import { ChangeDetectionStrategy, Component, Injector, OnInit, computed, inject, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { Position, ScanPoint } from '../api/types';
import { Permissions } from '../session/permissions';
import { FieldProblem } from '../ui/field-problem';
import { focusOn } from '../ui/focus-on';
import { ProblemNotice } from '../ui/problem-notice';
import { RadioChip, RadioChips } from '../ui/radio-chips';
import { SentForm } from '../ui/sent-form';
import { atMost, filled } from '../ui/slips';
import { CurrentShift } from './current-shift';
import { ProposeScanPoint } from './propose-scan-point';
import { whereAmI } from './where-am-i';

/** 上报当前位置 (guide, chapter 4, step 4 (1)): community, scan point and exact position open a shift. */
@Component({
  selector: 'app-open-shift',
  imports: [
    FieldProblem,
    FormField,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    ProblemNotice,
    ProposeScanPoint,
    RadioChip,
    RadioChips,
    SentForm,
    TranslocoPipe,
  ],
  templateUrl: './open-shift.html',
  styleUrl: './open-shift.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OpenShift implements OnInit {
  private readonly api = inject(Api);
  private readonly current = inject(CurrentShift);
  protected readonly permissions = inject(Permissions);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);

  protected readonly points = signal<ScanPoint[] | undefined>(undefined);
  protected readonly wanted = signal('');
  protected readonly next = signal<string | undefined>(undefined);
  private readonly typed = signal({ scanPointId: '', community: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.scanPointId, 'scanner.shift.missing');
    atMost(path.community, 60);
  });
  protected readonly chosen = signal<ScanPoint | undefined>(undefined);
  protected readonly position = signal<Position | 'asking' | 'unknown' | undefined>(undefined);
  protected readonly proposing = signal(false);
  /** Of the list of points. */
  protected readonly problem = signal<unknown>(undefined);
  protected readonly located = computed(() =>
    typeof this.position() === 'object' ? (this.position() as Position) : undefined,
  );

  async ngOnInit(): Promise<void> {
    await this.loadPoints();
    if (this.current.shift()) this.choose(this.current.shift()!.scanPoint);
  }

  /** From the newest, or on from where the list ended. */
  protected async loadPoints(cursor?: string): Promise<void> {
    this.problem.set(undefined);
    const name = this.wanted().trim();
    try {
      const { items, next } = await this.api.call('GET /api/scan-points', { query: { name, cursor } });
      if (name !== this.wanted().trim()) return; // Something else is looked for by now.
      this.points.update((before) => [...(cursor ? (before ?? []) : []), ...items]);
      this.next.set(next);
    } catch (error) {
      if (name !== this.wanted().trim()) return;
      this.problem.set(error);
      if (cursor) return;
      this.points.set(undefined); // Those of another search would look like the answer to this one.
      this.next.set(undefined);
    }
  }

  protected find(name: string): void {
    this.wanted.set(name);
    void this.loadPoints();
  }

  protected chooseById(id: string | undefined): void {
    const point = this.points()?.find((one) => one.id === id);
    if (point) this.choose(point);
  }

  protected choose(point: ScanPoint): void {
    this.chosen.set(point);
    this.typed.set({ scanPointId: point.id, community: point.areaName });
  }

  protected async locate(): Promise<void> {
    if (this.position() === 'asking') return;
    this.position.set('asking');
    this.position.set((await whereAmI()) ?? 'unknown');
  }

  protected proposed(point: ScanPoint): void {
    this.points.update((points) => [point, ...(points ?? [])]);
    this.choose(point);
    this.notProposed();
  }

  protected propose(): void {
    this.proposing.set(true);
    focusOn('propose-title', this.injector);
  }

  protected notProposed(): void {
    this.proposing.set(false);
    focusOn('propose', this.injector);
  }

  protected readonly open = async (): Promise<void> => {
    const { scanPointId, community } = this.typed();
    const body = {
      id: newId(),
      scanPointId,
      community: community.trim() || undefined,
      position: this.located(),
    };
    this.current.opened(await this.api.call('POST /api/shifts', { body }));
    await this.router.navigate(['/scanner']);
  };
}
