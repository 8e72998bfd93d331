import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { mdiTranslate } from '@mdi/js';
import { AppFiles } from './app-files';
import { Icon } from './icon';
import { Language } from './language';

/** Offers the other language in its own name, whatever the language of the page. */
@Component({
  selector: 'app-language-switch',
  imports: [Icon],
  template: `
    <button type="button" [attr.lang]="other().tag" (click)="choose()">
      <app-icon [path]="translate" [size]="20" />{{ other().name }}
    </button>
  `,
  styles: `
    button {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-height: var(--bm-target);
      padding: 0 12px;
      border: 0;
      border-radius: 999px;
      background: none;
      color: inherit;
      font: inherit;
      font-size: 1rem;
      white-space: nowrap;
      cursor: pointer;
    }
    @media (max-width: 359px) {
      button {
        padding: 0 8px;
      }
      app-icon {
        display: none;
      }
    }
    button:hover {
      background: rgb(128 160 180 / 20%);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LanguageSwitch {
  protected readonly language = inject(Language);
  protected readonly translate = mdiTranslate;

  private readonly files = inject(AppFiles);

  protected choose(): void {
    this.language.use(this.other().tag).catch(() => this.files.partLost());
  }

  protected other() {
    return this.language.active() === 'en'
      ? ({ tag: 'zh-CN', name: '中文' } as const)
      : ({ tag: 'en', name: 'English' } as const);
  }
}
