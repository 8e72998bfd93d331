import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Brand } from './brand';
import { Icon } from './icon';
import { LanguageSwitch } from './language-switch';
import { Answer } from '../api/contract';

export interface Destination {
  link: string;
  /** Key of its words. */
  label: string;
  icon: string;
  /** Only for sessions that may do this. */
  needs?: Answer<'GET /api/session'>['permissions'][number];
  exact?: boolean;
  count?: number;
}

/** The frame of every signed-in page: bar on top; destinations below on phones, at the side from 900 px on. */
@Component({
  selector: 'app-page-shell',
  imports: [Brand, Icon, LanguageSwitch, RouterLink, RouterLinkActive, TranslocoPipe],
  templateUrl: './page-shell.html',
  styleUrl: './page-shell.scss',
  host: { '[class.narrow]': "width() === 'narrow'", '[class.alone]': 'destinations().length < 2' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PageShell {
  readonly destinations = input<readonly Destination[]>([]);
  readonly place = input<string>();
  readonly width = input<'narrow' | 'wide'>('wide');
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);

  constructor() {
    this.router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd && event.id > 1) this.goOnInContent();
    });
  }

  /** A link that leads away is gone with its page; unless the next one has its own place to begin, the keyboard goes on at its top. */
  private goOnInContent(): void {
    const write = () => {
      if (document.activeElement === document.body) this.content().nativeElement.focus({ preventScroll: true });
    };
    afterNextRender({ write }, { injector: this.injector });
  }
}
