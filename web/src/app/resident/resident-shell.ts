import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { mdiAccountOutline, mdiHomeVariantOutline, mdiMessageTextOutline, mdiQrcode } from '@mdi/js';
import { SessionStore } from '../session/session-store';
import { Destination, PageShell } from '../ui/page-shell';

@Component({
  selector: 'app-resident-shell',
  imports: [PageShell, RouterOutlet],
  template: `<app-page-shell width="narrow" [destinations]="destinations()"><router-outlet /></app-page-shell>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResidentShell {
  private readonly store = inject(SessionStore);
  protected readonly destinations = computed<Destination[]>(() => [
    { link: '/home', label: 'resident.nav.home', icon: mdiHomeVariantOutline },
    { link: '/code', label: 'resident.nav.code', icon: mdiQrcode },
    { link: '/messages', label: 'resident.nav.messages', icon: mdiMessageTextOutline, count: this.store.unread() },
    { link: '/me', label: 'resident.nav.me', icon: mdiAccountOutline },
  ]);
}
