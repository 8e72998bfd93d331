import { Injectable, inject, signal } from '@angular/core';
import { CanActivateFn } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { isText, writeStored, readStored } from '../api/browser-storage';
import { Words } from '../api/contract';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type LanguageTag = (typeof LANGUAGES)[number];
export type WordArea = 'ui' | 'session' | 'resident' | 'scanner' | 'admin' | 'legal';

const REMEMBERED = 'bamin.language';

/** The language of the screens: Chinese first, switched at run time, remembered on the device. */
@Injectable({ providedIn: 'root' })
export class Language {
  private readonly transloco = inject(TranslocoService);
  private readonly opened = new Set<WordArea>();
  private readonly current = signal<LanguageTag>('zh-CN');
  readonly active = this.current.asReadonly();

  async start(): Promise<void> {
    await this.use(remembered(), false);
    await this.open('ui');
  }

  /** The words of an area, there before its first page is drawn. */
  async open(...areas: readonly WordArea[]): Promise<void> {
    areas.forEach((area) => this.opened.add(area));
    await Promise.all(areas.map((area) => firstValueFrom(this.transloco.load(`${area}/${this.current()}`))));
  }

  async use(tag: LanguageTag, remember = true): Promise<void> {
    await Promise.all([...this.opened].map((area) => firstValueFrom(this.transloco.load(`${area}/${tag}`))));
    await firstValueFrom(this.transloco.load(tag));
    this.current.set(tag);
    this.transloco.setActiveLang(tag);
    document.documentElement.lang = tag;
    if (remember) writeStored(REMEMBERED, tag);
  }

  /** Words that the server sends in both languages. */
  pick(words: Words | undefined): string {
    return words ? (this.current() === 'en' ? words.en : words.zh) : '';
  }
}

export function withWords(...areas: readonly WordArea[]): CanActivateFn {
  return async () => {
    await inject(Language).open(...areas);
    return true;
  };
}

function remembered(): LanguageTag {
  return readStored(REMEMBERED, isText) === 'en' ? 'en' : 'zh-CN';
}
