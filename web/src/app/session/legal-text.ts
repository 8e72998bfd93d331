import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { switchMap } from 'rxjs';
import { DoorFrame } from './door-frame';

interface Section {
  readonly title: string;
  readonly text: string;
}

/** 用户协议 and 个人信息处理规则: what a person agrees to, to be read before. */
@Component({
  selector: 'app-legal-text',
  imports: [DoorFrame, TranslocoPipe],
  template: `
    <app-door-frame>
      <h1>{{ 'session.legal.' + text() | transloco }}</h1>
      @for (section of sections(); track section.title) {
        <h2>{{ section.title }}</h2>
        <p>{{ section.text }}</p>
      }
    </app-door-frame>
  `,
  styles: 'h1 { font-size: 1.5rem; } h2 { margin: 20px 0 4px; font-size: 1.125rem; } p { margin: 0; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LegalText {
  private readonly transloco = inject(TranslocoService);
  /** From the route. */
  readonly text = input.required<'terms' | 'privacy'>();
  private readonly words = toSignal(
    this.transloco.langChanges$.pipe(
      switchMap(() => this.transloco.selectTranslateObject<Record<string, Record<string, Section>>>('legal')),
    ),
  );
  protected readonly sections = computed(() => Object.values(this.words()?.[this.text()] ?? {}));
}
