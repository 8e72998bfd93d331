import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  Directive,
  ElementRef,
  Injector,
  Signal,
  TemplateRef,
  ViewEncapsulation,
  afterNextRender,
  computed,
  contentChild,
  inject,
  input,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { Busy } from '../busy';
import { Language } from '../language';
import { Listing } from './listing';

/** `<ng-template [appRowOf]="list" let-row>`: the cells of one row. */
@Directive({ selector: 'ng-template[appRowOf]' })
export class RowOf<Row> {
  readonly appRowOf = input.required<{ readonly rows: Signal<readonly Row[] | undefined> }>();
  readonly template = inject<TemplateRef<{ $implicit: Row }>>(TemplateRef);

  static ngTemplateContextGuard<Row>(_: RowOf<Row>, _context: unknown): _context is { $implicit: Row } {
    return true;
  }
}

/** `<td appCell="name">`: below the head of that column, and beside its word where the row is a card. */
@Directive({ selector: 'td[appCell]', host: { role: 'cell', '[attr.data-label]': 'label()' } })
export class Cell {
  private readonly table = inject(ListTable);
  readonly appCell = input.required<string>();
  protected readonly label = computed(() => this.table.labelOf(this.appCell()));
}

/** Where the keyboard goes on when the button of a row is gone with what it did. */
export function rowId(id: string): string {
  return `row-${id}`;
}

/** The rows of a list, where it goes on, and what stands there when there are none. Where columns have no room every row is a card. */
@Component({
  selector: 'app-list-table',
  imports: [Busy, MatButtonModule, NgTemplateOutlet, TranslocoPipe],
  template: `
    @if (list().rows(); as rows) {
      <div class="frame">
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              @for (column of columns(); track column) {
                <th scope="col" role="columnheader">{{ labelOf(column) }}</th>
              }
            </tr>
          </thead>
          <tbody role="rowgroup">
            @for (row of rows; track list().idOf(row)) {
              <tr role="row" tabindex="-1" [id]="rowId(list().idOf(row))">
                <ng-container [ngTemplateOutlet]="cells().template" [ngTemplateOutletContext]="{ $implicit: row }" />
              </tr>
            } @empty {
              <tr role="row">
                <td role="cell" class="empty" [attr.colspan]="columns().length">
                  {{ words() + (list().narrowed() ? '.noMatch' : '.empty') | transloco }}
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
      @if (list().hasMore()) {
        <button mat-stroked-button type="button" class="more" [appBusy]="list().busy()" (click)="more()">
          {{ 'ui.list.more' | transloco }}
        </button>
      }
    } @else if (!list().busy()) {
      <p class="empty" role="status">{{ 'ui.list.notAsked' | transloco }}</p>
    }
  `,
  styleUrl: './list-table.scss',
  // The cells are the page's: its own styles would not reach the table's, nor these them.
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ListTable<Row> {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);
  readonly list =
    input.required<Pick<Listing<Row, object>, 'rows' | 'hasMore' | 'busy' | 'narrowed' | 'idOf' | 'more'>>();
  /** Where its words stand: `column.<name>`, `empty`, and `noMatch` for what was asked for. */
  readonly words = input.required<string>();
  readonly columns = input.required<readonly string[]>();
  protected readonly cells = contentChild.required<RowOf<Row>>(RowOf);

  labelOf(column: string): string {
    this.language.active();
    return this.transloco.translate(`${this.words()}.column.${column}`);
  }

  protected readonly rowId = rowId;

  /** With the last part the button is gone: the keyboard goes on at the first row that came. */
  protected async more(): Promise<void> {
    const before = this.list().rows()?.length ?? 0;
    await this.list().more();
    if (this.list().hasMore()) return;
    const firstNew = () => this.element.querySelectorAll<HTMLElement>('tbody tr')[before]?.focus();
    afterNextRender({ write: firstNew }, { injector: this.injector });
  }
}
