import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { mdiAlertOctagon, mdiCheckCircle, mdiHelpCircleOutline } from '@mdi/js';
import { beforeEach, describe, expect, it } from '@jest/globals';
import ui from '../../i18n/en/ui.json';
import { GREEN, ORANGE, VIOLET } from '../testing/colours';
import { ColourBadge } from './colour-badge';
import { ColourWords } from './colours';
import { Language } from './language';

@Component({ imports: [ColourBadge], template: `<app-colour-badge [colour]="colour()" size="large" />` })
class Page {
  readonly colour = signal<ColourWords | undefined>(undefined);
}

describe('The sign of a colour', () => {
  beforeEach(() => {
    const translocoConfig = { availableLangs: ['en', 'zh-CN'], defaultLang: 'en' };
    const langs = { en: { ui }, 'zh-CN': { ui } };
    TestBed.configureTestingModule({
      imports: [Page, TranslocoTestingModule.forRoot({ langs, translocoConfig, preloadLangs: true })],
    });
  });

  function drawn(colour: ColourWords | undefined) {
    const fixture = TestBed.createComponent(Page);
    fixture.componentInstance.colour.set(colour);
    TestBed.tick();
    const badge = (fixture.nativeElement as HTMLElement).querySelector('app-colour-badge') as HTMLElement;
    const words = [...badge.querySelectorAll('span')].map(({ textContent }) => textContent);
    return [badge.querySelector('path')!.getAttribute('d'), badge.style.background, ...words];
  }

  it.each<[string, ColourWords | undefined, string[]]>([
    ['the colour of nothing against a person', GREEN, [mdiCheckCircle, 'var(--bm-green)', '绿色', '核验通过']],
    ['one that stops', ORANGE, [mdiAlertOctagon, 'var(--bm-orange)', '橙色', '核验不通过']],
    ['one of a later scale', VIOLET, [mdiHelpCircleOutline, 'var(--bm-ink-soft)', '紫色', '暂缓通行']],
    [
      'a later one with a tick that it has not earned',
      { ...VIOLET, icon: 'passed' },
      [mdiHelpCircleOutline, 'var(--bm-ink-soft)', '紫色', '暂缓通行'],
    ],
    ['none', undefined, [mdiHelpCircleOutline, 'var(--bm-ink-soft)', 'Unknown', 'Not verified']],
  ])('of %s', (_which, colour, expected) => {
    expect(drawn(colour)).toEqual(expected);
  });

  it('is called in the language of the page', async () => {
    const language = TestBed.inject(Language);
    await language.use('en', false);
    expect(drawn(VIOLET).slice(2)).toEqual(['Violet', 'Wait']);
  });
});
