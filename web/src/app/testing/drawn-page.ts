import { EnvironmentProviders, Provider, Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import adminInEnglish from '../../i18n/en/admin.json' with { type: 'json' };
import residentInEnglish from '../../i18n/en/resident.json' with { type: 'json' };
import scannerInEnglish from '../../i18n/en/scanner.json' with { type: 'json' };
import sessionInEnglish from '../../i18n/en/session.json' with { type: 'json' };
import uiInEnglish from '../../i18n/en/ui.json' with { type: 'json' };
import admin from '../../i18n/zh-CN/admin.json' with { type: 'json' };
import resident from '../../i18n/zh-CN/resident.json' with { type: 'json' };
import scanner from '../../i18n/zh-CN/scanner.json' with { type: 'json' };
import session from '../../i18n/zh-CN/session.json' with { type: 'json' };
import ui from '../../i18n/zh-CN/ui.json' with { type: 'json' };

const WORDS = {
  'zh-CN': { admin, resident, scanner, session, ui },
  en: {
    admin: adminInEnglish,
    resident: residentInEnglish,
    scanner: scannerInEnglish,
    session: sessionInEnglish,
    ui: uiInEnglish,
  },
};

/** A component as it stands in the document, with the words of the product in both languages, Chinese first. */
export class DrawnPage<C> {
  private constructor(
    readonly instance: C,
    readonly element: HTMLElement,
  ) {}

  static of<C>(component: Type<C>, providers: (Provider | EnvironmentProviders)[] = []): DrawnPage<C> {
    TestBed.configureTestingModule({
      imports: [
        component,
        TranslocoTestingModule.forRoot({
          langs: WORDS,
          translocoConfig: {
            availableLangs: Object.keys(WORDS),
            defaultLang: 'zh-CN',
            reRenderOnLangChange: true,
          },
          preloadLangs: true,
        }),
      ],
      providers,
    });
    const fixture = TestBed.createComponent(component);
    const element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    TestBed.tick();
    return new DrawnPage(fixture.componentInstance, element);
  }

  /** What was under way has come and is drawn. */
  async settled(): Promise<void> {
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setTimeout(resolve));
      TestBed.tick();
    }
  }

  text(selector?: string): string | undefined {
    const element = selector === undefined ? this.element : this.element.querySelector(selector);
    return element?.textContent?.replaceAll(/\s+/g, ' ').trim();
  }

  says(...sentences: string[]): boolean[] {
    return sentences.map((sentence) => this.text()!.includes(sentence));
  }

  find<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.element.querySelector<E>(selector)!;
  }

  buttons(within = ''): string[] {
    return [...this.element.querySelectorAll(`${within} button`)].map(({ textContent }) => textContent!.trim());
  }

  async type(selector: string, value: string): Promise<void> {
    const field = this.find<HTMLInputElement>(selector);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await this.settled();
  }

  async press(words: string): Promise<void> {
    [...this.element.querySelectorAll('button')].find(({ textContent }) => textContent!.includes(words))!.click();
    await this.settled();
  }

  async send(): Promise<void> {
    this.find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await this.settled();
  }
}
