import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../api/client';
import { ProblemNotice } from '../ui/problem-notice';
import { Item } from '../api/contract';

type Area = Item<'GET /api/areas'>;

const FUJIAN = '350000';

/** Province, city, county: enough for the initial position where nothing turns coordinates into a place. Most people are in Fujian. */
@Component({
  selector: 'app-area-choice',
  imports: [ProblemNotice, TranslocoPipe],
  template: `
    <div class="bm-field province">
      <label for="province">{{ 'resident.area.province' | transloco }}</label>
      <select id="province" (change)="chooseProvince($any($event.target).value)">
        @for (area of provinces(); track area.key) {
          <option [value]="area.key" [selected]="area.key === fujian">{{ area.name }}</option>
        }
      </select>
    </div>
    <div class="bm-field">
      <label for="city">{{ 'resident.area.city' | transloco }}</label>
      <select id="city" [disabled]="!cities().length" (change)="chooseCity($any($event.target).value)">
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
  styles:
    ':host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; } @media (min-width: 600px) { :host { grid-template-columns: repeat(2, minmax(0, 1fr)); } app-problem-notice, .province { grid-column: 1 / -1; } }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AreaChoice {
  private readonly api = inject(Api);
  readonly chosen = output<Area | undefined>();
  protected readonly fujian = FUJIAN;
  protected readonly provinces = signal<Area[]>([]);
  protected readonly cities = signal<Area[]>([]);
  protected readonly counties = signal<Area[]>([]);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.fill(this.provinces, 'country');
    void this.fill(this.cities, FUJIAN);
  }

  /** A province without cities in the lists is itself the answer. */
  protected async chooseProvince(key: string): Promise<void> {
    this.cities.set([]);
    this.counties.set([]);
    this.chosen.emit(undefined);
    await this.fill(this.cities, key);
    if (!this.problem() && !this.cities().length) this.chosen.emit(this.provinces().find((area) => area.key === key));
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

  private async fill(list: typeof this.cities, parent: string): Promise<void> {
    try {
      const { items } = await this.api.call('GET /api/areas', { query: { parent } });
      list.set(items.filter(({ kind }) => kind !== 'street' && kind !== 'community'));
      this.problem.set(undefined);
    } catch (error) {
      this.problem.set(error);
    }
  }
}
