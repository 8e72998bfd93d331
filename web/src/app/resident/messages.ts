import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiChevronDown, mdiMessageTextOutline } from '@mdi/js';
import { Api } from '../api/client';
import { SessionStore } from '../session/session-store';
import { Icon } from '../ui/icon';
import { InWords } from '../ui/in-words';
import { Empty, Failed, Loading } from '../ui/states';
import { Listing } from '../ui/table/listing';
import { Item } from '../api/contract';
import { Busy } from '../ui/busy';

type Message = Item<'GET /api/messages'>;

/** The inbox of the person; opening a message reads it. */
@Component({
  selector: 'app-messages',
  imports: [Busy, DatePipe, Empty, Failed, Icon, InWords, Loading, RouterLink, TranslocoPipe],
  templateUrl: './messages.html',
  styleUrl: './messages.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Messages {
  private readonly api = inject(Api);
  private readonly store = inject(SessionStore);
  protected readonly icons = { none: mdiMessageTextOutline, open: mdiChevronDown };
  protected readonly list = new Listing<Message, object>({
    fetch: (_, cursor) => this.api.call('GET /api/messages', { query: { cursor } }),
    idOf: ({ id }) => id,
  });
  protected readonly opened = signal<string | undefined>(undefined);

  constructor() {
    void this.list.ask({});
  }

  protected async toggle(message: Message): Promise<void> {
    this.opened.set(this.opened() === message.id ? undefined : message.id);
    if (message.readAt) return;
    try {
      await this.api.call('POST /api/messages/{id}/reading', { path: { id: message.id } });
      this.list.put({ ...message, readAt: new Date().toISOString() });
      this.store.unread.set((await this.api.call('GET /api/messages/unread')).count);
    } catch {
      // Stays unread and is read at the next opening.
    }
  }
}
