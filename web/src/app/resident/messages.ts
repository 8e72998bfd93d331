import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiChevronDown, mdiMessageTextOutline } from '@mdi/js';
import { Api } from '../api/client';
import { Message } from '../api/types';
import { SessionStore } from '../session/session-store';
import { Icon } from '../ui/icon';
import { InWords } from '../ui/in-words';
import { Empty, Failed, Loading } from '../ui/states';

/** The inbox of the person; opening a message reads it. */
@Component({
  selector: 'app-messages',
  imports: [DatePipe, Empty, Failed, Icon, InWords, Loading, RouterLink, TranslocoPipe],
  templateUrl: './messages.html',
  styleUrl: './messages.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Messages {
  private readonly api = inject(Api);
  private readonly store = inject(SessionStore);
  protected readonly icons = { none: mdiMessageTextOutline, open: mdiChevronDown };
  protected readonly messages = signal<Message[] | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly opened = signal<string | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.load();
  }

  protected async load(cursor?: string): Promise<void> {
    this.problem.set(undefined);
    try {
      const page = await this.api.call('GET /api/messages', { query: { cursor } });
      this.messages.update((shown) => [...(cursor ? (shown ?? []) : []), ...page.items]);
      this.next.set(page.next ?? undefined);
    } catch (error) {
      this.problem.set(error);
    }
  }

  protected async toggle(message: Message): Promise<void> {
    this.opened.set(this.opened() === message.id ? undefined : message.id);
    if (message.readAt) return;
    try {
      await this.api.call('POST /api/messages/{id}/reading', { path: { id: message.id } });
      const readAt = new Date().toISOString();
      this.messages.update((shown) => shown?.map((one) => (one.id === message.id ? { ...one, readAt } : one)));
      this.store.unread.set((await this.api.call('GET /api/messages/unread')).count);
    } catch {
      // Stays unread and is read at the next opening.
    }
  }
}
