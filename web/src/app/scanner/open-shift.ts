import { ChangeDetectionStrategy, Component, OnInit, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { v7 as newId } from 'uuid';
import { ProblemNotice } from '../ui/problem-notice';
import { CurrentShift } from './current-shift';
import { ProposeScanPoint } from './propose-scan-point';
import { Position, ScanPoint, ScannerApi } from './scanner-api';
import { whereAmI } from './where-am-i';

/** 上报当前位置 (guide, chapter 4, step 4 (1)): community, scan point and exact position open a shift. */
@Component({
  selector: 'app-open-shift',
  imports: [FormsModule, MatButtonModule, MatFormFieldModule, MatInputModule, ProblemNotice, ProposeScanPoint, TranslocoPipe],
  templateUrl: './open-shift.html',
  styleUrl: './open-shift.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OpenShift implements OnInit {
  private readonly api = inject(ScannerApi);
  private readonly current = inject(CurrentShift);
  private readonly router = inject(Router);

  protected readonly points = signal<ScanPoint[] | undefined>(undefined);
  protected readonly wanted = signal('');
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly chosen = signal<ScanPoint | undefined>(undefined);
  protected readonly community = signal('');
  protected readonly position = signal<Position | 'asking' | 'unknown' | undefined>(undefined);
  protected readonly proposing = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly located = computed(() => (typeof this.position() === 'object' ? (this.position() as Position) : undefined));

  async ngOnInit(): Promise<void> {
    await this.loadPoints();
    if (this.current.shift()) this.choose(this.current.shift()!.scanPoint);
  }

  /** From the newest, or on from where the list ended. */
  protected async loadPoints(cursor?: string): Promise<void> {
    this.problem.set(undefined);
    try {
      const name = this.wanted().trim();
      const { items, next } = await firstValueFrom(this.api.scanPoints({ name, cursor }));
      if (name !== this.wanted().trim()) return; // Something else is looked for by now.
      this.points.update((before) => [...(cursor ? (before ?? []) : []), ...items]);
      this.next.set(next);
    } catch (error) {
      this.problem.set(error);
    }
  }

  protected find(name: string): void {
    this.wanted.set(name);
    void this.loadPoints();
  }

  protected choose(point: ScanPoint): void {
    this.chosen.set(point);
    this.community.set(point.areaName ?? '');
  }

  protected async locate(): Promise<void> {
    this.position.set('asking');
    this.position.set((await whereAmI()) ?? 'unknown');
  }

  protected proposed(point: ScanPoint): void {
    this.points.update((points) => [point, ...(points ?? [])]);
    this.proposing.set(false);
    this.choose(point);
  }

  protected async open(): Promise<void> {
    const point = this.chosen();
    if (!point || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const community = this.community().trim();
      const position = this.located();
      const shift = { id: newId(), scanPointId: point.id, ...(community ? { community } : {}), ...(position ? { position } : {}) };
      this.current.opened(await firstValueFrom(this.api.openShift(shift)));
      await this.router.navigate(['/scanner']);
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
