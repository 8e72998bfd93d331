import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAccountCheckOutline, mdiCellphoneLock, mdiChevronRight, mdiMessageTextOutline, mdiQrcode } from '@mdi/js';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { SessionStore } from '../session/session-store';
import { ColourBadge } from '../ui/colour-badge';
import { isClear, PaintOf } from '../ui/colours';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { InWords } from '../ui/in-words';
import { Failed, Loading } from '../ui/states';
import { CodeView } from './code-state';

/** What to do next: prove the face, claim the code, or show it. */
@Component({
  selector: 'app-home',
  imports: [ColourBadge, Failed, Hotlines, Icon, InWords, Loading, PaintOf, RouterLink, TranslocoPipe],
  templateUrl: './home.html',
  styleUrl: './home.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Home {
  private readonly api = inject(Api);
  protected readonly store = inject(SessionStore);
  protected readonly icons = { qr: mdiQrcode, face: mdiAccountCheckOutline, next: mdiChevronRight };
  protected readonly code = resource({ loader: () => this.codeIfClaimed() });
  protected readonly colours = resource({ loader: () => this.api.call('GET /api/colours') });
  protected readonly isClear = isClear;
  protected readonly proven = computed(() => (this.store.session()?.level ?? 1) >= 4);
  protected readonly view = computed(() => (this.code.hasValue() ? this.code.value() : undefined));
  protected readonly problem = computed(() => this.code.error());
  protected readonly ways = computed(() => [
    { link: '/messages', key: 'messages', icon: mdiMessageTextOutline, count: this.store.unread() },
    { link: '/devices', key: 'devices', icon: mdiCellphoneLock, count: 0 },
  ]);

  /** Not claimed yet is an answer, not a failure. */
  private async codeIfClaimed(): Promise<CodeView | null> {
    try {
      return await this.api.call('GET /api/code');
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 404 || problem.status === 403) return null;
      throw problem;
    }
  }
}
