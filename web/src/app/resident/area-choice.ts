import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Area } from '../api/types';
import { ProblemNotice } from '../ui/problem-notice';
import { ResidentApi } from './resident-api';

/** City, then county: enough for the initial position where nothing turns coordinates into a place. */
@Component({
  selector: 'app-area-choice',
  imports: [ProblemNotice, TranslocoPipe],
  template: `
    <div class="bm-field">
      <label for="city">{{ 'resident.area.city' | transloco }}</label>
      <select id="city" (change)="chooseCity($any($event.target).value)">
        <option value="">{{ 'resident.area.choose' | transloco }}</option>
        @for (area of cities(); track area.key) {
          <option [value]="area.key">{{ area.name }}</option>
        }
      </select>
    </div>
    <div class="bm-field">
      <label for="county">{{ 'resident.area.county' | transloco }}</label>
      <select id="county" [disabled]="!counties().length" (change)="chooseCounty($any($event.target).value)">
        <option value="">{{ 'resident.area.choose' | transloco }}</option>
        @for (area of counties(); track area.key) {
          <option [value]="area.key">{{ area.name }}</option>
        }
      </select>
    </div>
    <app-problem-notice [problem]="problem()" />
  `,
  styles: ':host { display: grid; gap: 16px; } @media (min-width: 600px) { :host { grid-template-columns: 1fr 1fr; } app-problem-notice { grid-column: 1 / -1; } }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AreaChoice {
  private readonly api = inject(ResidentApi);
  readonly chosen = output<Area | undefined>();
  protected readonly cities = signal<Area[]>([]);
  protected readonly counties = signal<Area[]>([]);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.fill(this.cities);
  }

  /** A city that is run as one unit (平潭) has no counties below it and is itself the answer. */
  protected async chooseCity(key: string): Promise<void> {
    this.counties.set([]);
    this.chosen.emit(undefined);
    if (!key) return;
    await this.fill(this.counties, key);
    if (!this.problem() && !this.counties().length) this.chosen.emit(this.cities().find((area) => area.key === key));
  }

  protected chooseCounty(key: string): void {
    this.chosen.emit(this.counties().find((area) => area.key === key));
  }

  private async fill(list: typeof this.cities, parent?: string): Promise<void> {
    try {
      const areas = await this.api.areas(parent);
      list.set(parent ? areas.filter((area) => area.kind === 'county' || area.kind === 'zone') : areas);
      this.problem.set(undefined);
    } catch (error) {
      this.problem.set(error);
    }
  }
}
