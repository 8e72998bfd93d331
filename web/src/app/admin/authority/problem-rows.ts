import { DecimalPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { Api } from '../../api/client';
import type { Answer, Item } from '../../api/contract';
import { Busy } from '../../ui/busy';
import { csvOf, saveFile } from '../../ui/csv-file';
import { InWords } from '../../ui/in-words';
import { ProblemNotice } from '../../ui/problem-notice';
import { Cell, ListTable, RowOf } from '../../ui/table/list-table';
import { Listing } from '../../ui/table/listing';
import { ColumnOfFeed, calledBoth } from './feed-columns';
import type { Batch } from './handed-in';

type BatchRow = Item<'GET /api/batches/{id}/rows'>;
type Part = Answer<'GET /api/batches/{id}/rows'>;

/** As many rows as one answer may have. */
const MOST = 100;
/** What stands at the head of the file, whichever language the page has: the file goes to the hospital that has to correct it. */
const HEADER = ['行号', '列', '编号', '问题'];

/** What became of one file, with the rows that were refused; what they said is kept nowhere. */
@Component({
  selector: 'app-problem-rows',
  imports: [Busy, Cell, DecimalPipe, InWords, ListTable, MatButtonModule, ProblemNotice, RowOf, TranslocoPipe],
  templateUrl: './problem-rows.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
    }
    h2,
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    h2 {
      font-size: 1.125rem;
    }
    .download {
      justify-self: start;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProblemRows {
  private readonly api = inject(Api);
  private gone = false;
  readonly batch = input.required<Batch>();
  /** Of the file's feed. */
  readonly columnsOfFeed = input.required<readonly ColumnOfFeed[]>();
  protected readonly columns = ['line', 'column', 'reference', 'problem'];
  protected readonly list = new Listing<BatchRow, { id: string }>({
    fetch: ({ id }, cursor) => this.part(id, cursor),
    idOf: ({ line }) => String(line),
  });
  protected readonly downloading = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  private asked = '';

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.gone = true));
    effect(() => this.look(this.batch()));
  }

  protected called(column: string | undefined): string {
    return calledBoth(this.columnsOfFeed(), column);
  }

  /** All of them, however many were looked at. */
  protected async download(): Promise<void> {
    this.problem.set(undefined);
    this.downloading.set(true);
    try {
      const { id, fileName } = this.batch();
      const rows: BatchRow[] = [];
      let cursor: string | undefined;
      do {
        const part: Part = await this.part(id, cursor, MOST);
        if (this.gone) return;
        rows.push(...part.items);
        cursor = part.next;
      } while (cursor);
      saveFile(
        `问题行-${fileName.replace(/\.[^.]*$/, '')}.csv`,
        csvOf([HEADER, ...rows.map((row) => this.cells(row))]),
      );
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.downloading.set(false);
    }
  }

  /** Anew for another file, and once its last row is done; not for each count that rises. */
  private look({ id, status }: Batch): void {
    const question = `${id} ${status}`;
    if (question === this.asked) return;
    this.asked = question;
    this.problem.set(undefined);
    void this.list.ask({ id });
  }

  private cells({ line, reference, problem }: BatchRow): (string | number)[] {
    return [line, this.called(problem?.column), reference, problem?.title.zh ?? ''];
  }

  private part(id: string, cursor?: string, limit?: number): Promise<Part> {
    return this.api.call('GET /api/batches/{id}/rows', { path: { id }, query: { result: 'rejected', cursor, limit } });
  }
}
