import { ChangeDetectionStrategy, Component, Injector, computed, inject, output, signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { ChoiceField } from '../ui/forms/choice-field';
import { focusOn } from '../ui/focus-on';
import { FieldProblem } from '../ui/forms/field-problem';
import { ProblemNotice } from '../ui/problem-notice';
import { SentForm } from '../ui/forms/sent-form';
import { atMost, filled } from '../ui/forms/slips';
import { TextField } from '../ui/forms/text-field';
import { Item } from '../api/contract';
import { Busy } from '../ui/busy';
import { Failed } from '../ui/states';

type Area = Item<'GET /api/areas'>;
export type ScanPoint = Item<'GET /api/scan-points'>;

/** A point that the administrator's list does not have yet: usable at once, marked unconfirmed. */
@Component({
  selector: 'app-propose-scan-point',
  imports: [
    Busy,
    ChoiceField,
    Failed,
    FieldProblem,
    MatButtonModule,
    ProblemNotice,
    SentForm,
    TextField,
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
  private readonly injector = inject(Injector);
  /** One point, however often it is sent: the answer may have been lost. */
  private readonly id = newId();

  protected readonly kinds: ScanPoint['kind'][] = ['traffic', 'community', 'office', 'enterprise', 'province-entry'];
  /** Lists of areas, one per level chosen so far: cities, counties, streets, communities. */
  protected readonly levels = signal<{ areas: Area[]; chosen?: string }[]>([]);
  private readonly typed = signal({ name: '', kind: 'community' as ScanPoint['kind'], areaKey: '', address: '' });
  protected readonly form = form(this.typed, (path) => {
    filled(path.name, 'scanner.propose.missing.name');
    filled(path.areaKey, 'scanner.propose.missing.area');
    atMost(path.name, 60);
    atMost(path.address, 120);
  });
  /** Where the next area is chosen. */
  protected readonly openLevel = computed(() =>
    Math.max(
      0,
      this.levels().findIndex(({ chosen }) => !chosen),
    ),
  );
  /** Areas that did not come, and what they are below. */
  protected readonly failed = signal<{ level: number; parent?: string; problem: unknown } | undefined>(undefined);

  constructor() {
    void this.load(0);
  }

  protected async chooseArea(level: number, key: string): Promise<void> {
    this.levels.update((levels) => [...levels.slice(0, level), { areas: levels[level]?.areas ?? [], chosen: key }]);
    this.form.areaKey().value.set(this.areaKey());
    if (level < 3) await this.load(level + 1, key);
  }

  protected async askAgain(): Promise<void> {
    const { level, parent } = this.failed()!;
    await this.load(level, parent);
    focusOn(`point-area-${level}`, this.injector);
  }

  protected readonly propose = async (): Promise<void> => {
    const { name, address, ...place } = this.typed();
    const body = { id: this.id, name: name.trim(), address: address.trim(), ...place };
    this.proposed.emit(await this.api.call('POST /api/scan-points', { body }));
  };

  /** The county is enough; a street or community is better. */
  private areaKey(): string {
    const chosen = this.levels().flatMap(({ chosen }) => (chosen ? [chosen] : []));
    return chosen.length >= 2 ? chosen.at(-1)! : '';
  }

  private async load(level: number, parent?: string): Promise<void> {
    this.failed.set(undefined);
    try {
      const { items } = await this.api.call('GET /api/areas', { query: { parent } });
      this.levels.update((levels) =>
        items.length > 0 ? [...levels.slice(0, level), { areas: items }] : levels.slice(0, level),
      );
    } catch (error) {
      this.failed.set({ level, parent, problem: error });
    }
  }
}
