import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { fieldErrorAt } from '../api/problem';
import { Area, ScanPoint } from '../api/types';
import { FieldProblem } from '../ui/field-problem';
import { ProblemNotice } from '../ui/problem-notice';

/** A point that the administrator's list does not have yet: usable at once, marked unconfirmed. */
@Component({
  selector: 'app-propose-scan-point',
  imports: [
    FieldProblem,
    FormsModule,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    MatSelectModule,
    ProblemNotice,
    TranslocoPipe,
  ],
  templateUrl: './propose-scan-point.html',
  styleUrl: './feedback-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProposeScanPoint {
  readonly proposed = output<ScanPoint>();
  readonly cancelled = output<void>();
  private readonly api = inject(Api);

  protected readonly kinds: ScanPoint['kind'][] = ['traffic', 'community', 'office', 'enterprise', 'province-entry'];
  /** Lists of areas, one per level chosen so far: cities, counties, streets, communities. */
  protected readonly levels = signal<{ areas: Area[]; chosen?: string }[]>([]);
  protected readonly name = signal('');
  protected readonly address = signal('');
  protected readonly kind = signal<ScanPoint['kind']>('community');
  /** 提交并使用 was pressed. */
  private readonly pressed = signal(false);
  protected readonly gap = computed(() => (this.pressed() ? this.firstGap() : undefined));
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.load(0);
  }

  protected async chooseArea(level: number, key: string): Promise<void> {
    this.levels.update((levels) => [...levels.slice(0, level), { areas: levels[level]?.areas ?? [], chosen: key }]);
    if (level < 3) await this.load(level + 1, key);
  }

  /** The county is enough; a street or community is better. */
  protected areaKey(): string | undefined {
    const chosen = this.levels().flatMap(({ chosen }) => (chosen ? [chosen] : []));
    return chosen.length >= 2 ? chosen.at(-1) : undefined;
  }

  protected async submit(): Promise<void> {
    const areaKey = this.areaKey();
    if (this.busy()) return;
    this.pressed.set(true);
    if (!areaKey || this.firstGap()) return this.leadTo(this.firstGap());
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const point = {
        id: newId(),
        name: this.name().trim(),
        kind: this.kind(),
        areaKey,
        address: this.address().trim(),
      };
      this.proposed.emit(await this.api.call('POST /api/scan-points', { body: point }));
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected isWrong(field: string): boolean {
    return this.gap() === field || fieldErrorAt(this.problem(), field) !== undefined;
  }

  private firstGap(): 'name' | 'area' | undefined {
    if (!this.name().trim()) return 'name';
    return this.areaKey() ? undefined : 'area';
  }

  private leadTo(gap: 'name' | 'area' | undefined): void {
    const open = this.levels().findIndex(({ chosen }) => !chosen);
    document.getElementById(gap === 'name' ? 'point-name' : `point-area-${Math.max(0, open)}`)?.focus();
  }

  private async load(level: number, parent?: string): Promise<void> {
    try {
      const { items } = await this.api.call('GET /api/areas', { query: { parent } });
      this.levels.update((levels) =>
        items.length > 0 ? [...levels.slice(0, level), { areas: items }] : levels.slice(0, level),
      );
    } catch (error) {
      this.problem.set(error);
    }
  }
}
