import {
  DOCUMENT,
  EnvironmentProviders,
  Injectable,
  inject,
  makeEnvironmentProviders,
  ɵSHARED_STYLES_HOST,
} from '@angular/core';

interface Adopted {
  readonly sheet: CSSStyleSheet;
  uses: number;
}

/**
 * The styles of components reach the page as constructed sheets. Angular's own way, a `<style>` per component, would need 'unsafe-inline' or a
 * nonce in the content policy, and a page that the service worker keeps cannot have a fresh nonce (docs/decisions/styles-without-inline.md).
 */
@Injectable()
export class AdoptedStyles {
  private readonly document = inject(DOCUMENT);
  private readonly adopted = new Map<string, Adopted>();

  addStyles(styles: readonly string[]): void {
    for (const style of styles) {
      const known = this.adopted.get(style);
      if (known) known.uses++;
      else this.adopt(style);
    }
  }

  removeStyles(styles: readonly string[]): void {
    for (const style of styles) {
      const known = this.adopted.get(style);
      if (!known || --known.uses > 0) continue;
      this.adopted.delete(style);
      this.document.adoptedStyleSheets = this.document.adoptedStyleSheets.filter((sheet) => sheet !== known.sheet);
    }
  }

  /** There are no shadow roots: all styles are the document's. */
  addHost(): void {
    return;
  }

  removeHost(): void {
    return;
  }

  private adopt(style: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.document.adoptedStyleSheets.push(sheet);
    this.adopted.set(style, { sheet, uses: 1 });
  }
}

export function provideAdoptedStyles(): EnvironmentProviders {
  return makeEnvironmentProviders([{ provide: ɵSHARED_STYLES_HOST, useClass: AdoptedStyles }]);
}
