import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AdoptedStyles } from './adopted-styles';

/** jsdom constructs no sheets. */
class Sheet {
  text = '';
  replaceSync(text: string): void {
    this.text = text;
  }
}

describe('The styles of components', () => {
  const real = globalThis.CSSStyleSheet;
  const adopted = () => (document.adoptedStyleSheets as unknown as Sheet[]).map(({ text }) => text);
  let styles: AdoptedStyles;

  beforeEach(() => {
    Object.assign(globalThis, { CSSStyleSheet: Sheet });
    document.adoptedStyleSheets = [];
    styles = TestBed.configureTestingModule({ providers: [AdoptedStyles] }).inject(AdoptedStyles);
  });
  afterEach(() => void Object.assign(globalThis, { CSSStyleSheet: real }));

  it('are in the page once, in the order in which they came, until nobody needs them any more', () => {
    styles.addStyles(['a {}', 'b {}']);
    styles.addStyles(['a {}', 'c {}']);
    expect(adopted()).toEqual(['a {}', 'b {}', 'c {}']);
    styles.removeStyles(['a {}', 'b {}']);
    expect(adopted()).toEqual(['a {}', 'c {}']);
    styles.removeStyles(['a {}', 'never there {}']);
    expect(adopted()).toEqual(['c {}']);
  });

  it('are no elements of the page, which its content policy would refuse', () => {
    styles.addStyles(['a {}']);
    expect(document.querySelector('style')).toBeNull();
  });
});
