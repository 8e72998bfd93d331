import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiMapMarkerQuestionOutline } from '@mdi/js';
import { Empty } from '../ui/states';
import { DoorFrame } from './door-frame';

@Component({
  selector: 'app-not-found',
  imports: [DoorFrame, Empty, RouterLink, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1 class="bm-hidden">{{ 'session.notFound.title' | transloco }}</h1>
      <app-empty [text]="'session.notFound.text' | transloco" [path]="icon">
        <a class="bm-button filled" routerLink="/">{{ 'session.notFound.home' | transloco }}</a>
      </app-empty>
    </app-door-frame>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFound {
  protected readonly icon = mdiMapMarkerQuestionOutline;
}
