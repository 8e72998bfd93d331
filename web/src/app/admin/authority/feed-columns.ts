import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import type { Item } from '../../api/contract';
import { csvOf, saveFile } from '../../ui/csv-file';
import { InWords } from '../../ui/in-words';

export type Feed = Item<'GET /api/feeds'>;
export type ColumnOfFeed = Feed['columns'][number];

/** What the files of a feed have to look like, and an empty one to begin with. */
@Component({
  selector: 'app-feed-columns',
  imports: [InWords, MatButtonModule, TranslocoPipe],
  template: `
    <details>
      <summary>{{ 'admin.feeds.columns.title' | transloco: { columns: header().join('、') } }}</summary>
      <div class="frame">
        <table>
          <thead>
            <tr>
              @for (head of heads; track head) {
                <th scope="col">{{ 'admin.feeds.columns.' + head | transloco }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (column of feed().columns; track column.name) {
              <tr>
                <td [attr.data-label]="'admin.feeds.columns.called' | transloco" class="strong">{{ first(column) }}</td>
                <td [attr.data-label]="'admin.feeds.columns.field' | transloco">
                  <code>{{ column.name }}</code>
                </td>
                <td [attr.data-label]="'admin.feeds.columns.needed' | transloco">
                  {{ 'admin.feeds.columns.' + need(column) | transloco }}
                </td>
                <td [attr.data-label]="'admin.feeds.columns.hint' | transloco">{{ column.hint | inWords }}</td>
                <td [attr.data-label]="'admin.feeds.columns.also' | transloco">
                  {{ column.names.slice(1).join('、') }}
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
    <button mat-button type="button" (click)="template()">{{ 'admin.feeds.columns.template' | transloco }}</button>
  `,
  styleUrl: './feed-columns.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FeedColumns {
  readonly feed = input.required<Feed>();
  protected readonly heads = ['called', 'field', 'needed', 'hint', 'also'];
  protected readonly first = firstName;

  protected header(): string[] {
    return this.feed().columns.map(firstName);
  }

  protected need({ optional, mayBeEmpty }: ColumnOfFeed): string {
    if (optional) return 'mayLack';
    return mayBeEmpty ? 'mayBeEmpty' : 'must';
  }

  /** Only the header: an example in it would be handed in. */
  protected template(): void {
    saveFile(`模板-${this.feed().name.zh}.csv`, csvOf([this.header()]));
  }
}

/** `就诊日期（visit_date）`: as clerks call it, and as programs do. */
export function calledBoth(columns: readonly ColumnOfFeed[], name: string | undefined): string {
  const known = columns.find((column) => column.name === name)?.names[0];
  return known ? `${known}（${name}）` : (name ?? '');
}

function firstName({ name, names }: ColumnOfFeed): string {
  return names[0] ?? name;
}
