import {
  ChangeDetectionStrategy,
  Component,
  Injector,
  OnInit,
  computed,
  inject,
  linkedSignal,
  signal,
} from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { Permissions } from '../session/permissions';
import { FieldProblem } from '../ui/forms/field-problem';
import { focusOn } from '../ui/focus-on';
import { ProblemNotice } from '../ui/problem-notice';
import { RadioChip, RadioChips } from '../ui/forms/radio-chips';
import { SentForm } from '../ui/forms/sent-form';
import { atMost, filled } from '../ui/forms/slips';
import { TextField } from '../ui/forms/text-field';
import { Listing } from '../ui/table/listing';
import { CurrentShift } from './current-shift';
import { ProposeScanPoint, ScanPoint } from './propose-scan-point';
import { Position, whereAmI } from './where-am-i';
import { Busy } from '../ui/busy';

/** 上报当前位置 (guide, chapter 4, step 4 (1)): community, scan point and exact position open a shift. */
@Component({
  selector: 'app-open-shift',
  imports: [
    Busy,
    FieldProblem,
    MatButtonModule,
    ProblemNotice,
    ProposeScanPoint,
    RadioChip,
    RadioChips,
    SentForm,
    TextField,
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

  protected readonly list = new Listing<ScanPoint, { name: string }>({
    fetch: ({ name }, cursor) => this.api.call('GET /api/scan-points', { query: { name, cursor } }),
    idOf: ({ id }) => id,
  });
  protected readonly wanted = signal('');
  private readonly typed = signal({ scanPointId: '', community: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.scanPointId, 'scanner.shift.missing');
    atMost(path.community, 60);
  });
  protected readonly chosen = signal<ScanPoint | undefined>(undefined);
  protected readonly position = signal<Position | 'asking' | 'unknown' | undefined>(undefined);
  protected readonly proposing = signal(false);
  protected readonly located = computed(() =>
    typeof this.position() === 'object' ? (this.position() as Position) : undefined,
  );

  private readonly wish = computed(() => {
    const { scanPointId, community } = this.typed();
    return { scanPointId, community: community.trim() || undefined, position: this.located() };
  });
  /** The same shift as long as the form says the same, however often it is sent: the answer may have been lost. */
  private readonly id = linkedSignal({ source: this.wish, computation: () => newId() });

  async ngOnInit(): Promise<void> {
    await this.find('');
    if (this.current.shift()) this.choose(this.current.shift()!.scanPoint);
  }

  protected find(name: string): Promise<void> {
    this.wanted.set(name);
    return this.list.ask({ name: name.trim() });
  }

  protected chooseById(id: string | undefined): void {
    const point = this.list.rows()?.find((one) => one.id === id);
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
    this.list.put(point);
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
    const body = { id: this.id(), ...this.wish() };
    this.current.opened(await this.api.call('POST /api/shifts', { body }));
    await this.router.navigate(['/scanner']);
  };
}
