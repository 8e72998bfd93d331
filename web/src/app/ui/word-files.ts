import { Injectable } from '@angular/core';
import { Translation, TranslocoLoader } from '@jsverse/transloco';

type WordFile = () => Promise<{ default: Translation }>;

/** One file per area and language, bundled with the app (no request of its own, there when offline). */
const FILES: Record<string, WordFile> = {
  'ui/zh-CN': () => import('../../i18n/zh-CN/ui.json', { with: { type: 'json' } }),
  'ui/en': () => import('../../i18n/en/ui.json', { with: { type: 'json' } }),
  'session/zh-CN': () => import('../../i18n/zh-CN/session.json', { with: { type: 'json' } }),
  'session/en': () => import('../../i18n/en/session.json', { with: { type: 'json' } }),
  'resident/zh-CN': () => import('../../i18n/zh-CN/resident.json', { with: { type: 'json' } }),
  'resident/en': () => import('../../i18n/en/resident.json', { with: { type: 'json' } }),
  'scanner/zh-CN': () => import('../../i18n/zh-CN/scanner.json', { with: { type: 'json' } }),
  'scanner/en': () => import('../../i18n/en/scanner.json', { with: { type: 'json' } }),
  'admin/zh-CN': () => import('../../i18n/zh-CN/admin.json', { with: { type: 'json' } }),
  'admin/en': () => import('../../i18n/en/admin.json', { with: { type: 'json' } }),
  'legal/zh-CN': () => import('../../i18n/zh-CN/legal.json', { with: { type: 'json' } }),
  'legal/en': () => import('../../i18n/en/legal.json', { with: { type: 'json' } }),
};

@Injectable({ providedIn: 'root' })
export class WordFiles implements TranslocoLoader {
  async getTranslation(path: string): Promise<Translation> {
    const file = FILES[path];
    return file ? (await file()).default : {};
  }
}
