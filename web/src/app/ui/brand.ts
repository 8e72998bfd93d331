import { ChangeDetectionStrategy, Component } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

@Component({
  selector: 'app-brand',
  imports: [TranslocoPipe],
  template: `
    <svg viewBox="0 0 64 64" width="36" height="36" aria-hidden="true" focusable="false">
      <path d="M32 4 56 12v18c0 15-10 25-24 30C18 55 8 45 8 30V12z" fill="#fff" />
      <path
        d="m20 31 9 9 17-18"
        fill="none"
        stroke="#0b7a3b"
        stroke-width="7"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
    <span>{{ 'ui.product' | transloco }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 10px;
      font-size: 1.25rem;
      font-weight: 700;
      letter-spacing: 0.02em;
      line-height: 1.25;
    }
    svg {
      flex: none;
    }
    span {
      min-width: 0;
    }
    @media (max-width: 420px) {
      :host {
        gap: 8px;
        font-size: 1.0625rem;
      }
      svg {
        width: 32px;
        height: 32px;
      }
    }
    @media (max-width: 359px) {
      :host {
        gap: 6px;
        font-size: 0.9375rem;
        letter-spacing: 0;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Brand {}
