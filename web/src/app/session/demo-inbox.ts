import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCellphoneMessage } from '@mdi/js';
import { Api } from '../api/client';
import { Brand } from '../ui/brand';
import { LanguageSwitch } from '../ui/language-switch';
import { Empty, Failed } from '../ui/states';
import { Item } from '../api/contract';

type DemoSms = Item<'GET /api/demo/sms'>;

const EVERY_MS = 4000;

/** What the SMS gateway of a demo would have sent. A product with a real gateway answers 404 here. */
@Component({
  selector: 'app-demo-inbox',
  imports: [Brand, DatePipe, Empty, Failed, LanguageSwitch, TranslocoPipe],
  templateUrl: './demo-inbox.html',
  styleUrl: './demo-inbox.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DemoInbox {
  private readonly api = inject(Api);
  protected readonly phone = mdiCellphoneMessage;
  protected readonly messages = signal<DemoSms[] | undefined>(undefined);
  protected readonly problem = signal<unknown>(undefined);

  constructor() {
    void this.load();
    const timer = setInterval(() => void this.load(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected async load(): Promise<void> {
    try {
      const { items } = await this.api.call('GET /api/demo/sms');
      this.messages.set([...items].sort((one, other) => other.sentAt.localeCompare(one.sentAt)));
      this.problem.set(undefined);
    } catch (error) {
      this.problem.set(error);
    }
  }
}
