import { ChangeDetectionStrategy, Component, computed, inject, model, signal, resource } from '@angular/core';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import { Item } from '../../api/contract';

type Unit = Item<'GET /api/units'>;

const TYPING_MS = 200;

/** Chooses one of the units below by any part of its name; a province has too many of them for a list. */
@Component({
  selector: 'app-unit-picker',
  imports: [MatAutocompleteModule, TranslocoPipe],
  template: `
    <div class="bm-field">
      <label for="unit">{{ 'admin.subAccounts.unit' | transloco }}</label>
      <input
        id="unit"
        type="text"
        [placeholder]="'admin.subAccounts.allUnits' | transloco"
        [matAutocomplete]="choices"
        [value]="unit()?.name ?? ''"
        (input)="typed($any($event.target).value)"
        (blur)="left($any($event.target))"
      />
      <mat-autocomplete
        #choices="matAutocomplete"
        [displayWith]="nameOf"
        (optionSelected)="unit.set($event.option.value)"
      >
        @for (one of found(); track one.id) {
          <mat-option [value]="one">{{ one.name }}</mat-option>
        }
      </mat-autocomplete>
    </div>
  `,
  styles: ':host { display: block; min-width: 0; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnitPicker {
  private readonly api = inject(Api);
  readonly unit = model<Unit | undefined>();
  private readonly term = signal('');
  private readonly matching = resource({
    params: () => this.term(),
    loader: async ({ params: name, abortSignal }) => {
      await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
      return abortSignal.aborted ? { items: [] } : this.api.call('GET /api/units', { query: { name } });
    },
  });
  protected readonly found = computed(() => (this.matching.hasValue() ? this.matching.value().items : []));
  protected readonly nameOf = (one?: Unit | string): string => (typeof one === 'string' ? one : (one?.name ?? ''));

  protected typed(text: string): void {
    this.term.set(text.trim());
    this.unit.set(undefined);
  }

  /** Words that are no unit would look as if they narrowed the list. */
  protected left(field: HTMLInputElement): void {
    setTimeout(() => {
      field.value = this.unit()?.name ?? '';
      this.term.set('');
    }, TYPING_MS);
  }
}
