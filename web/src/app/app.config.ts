import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import {
  ApplicationConfig,
  inject,
  isDevMode,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {
  TitleStrategy,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withRouterConfig,
} from '@angular/router';
import { provideServiceWorker } from '@angular/service-worker';
import { provideTransloco } from '@jsverse/transloco';
import { apiRequests } from './api/api-requests';
import { areas } from './app.areas';
import { routes } from './app.routes';
import { EndedElsewhere } from './session/ended-elsewhere';
import { endedSession } from './session/ended-session';
import { AREAS } from './session/permissions';
import { provideAdoptedStyles } from './ui/adopted-styles';
import { AppFiles } from './ui/app-files';
import { Language, LANGUAGES } from './ui/language';
import { TranslatedTitle } from './ui/translated-title';
import { WordFiles } from './ui/word-files';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideAdoptedStyles(),
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withRouterConfig({ resolveNavigationPromiseOnError: true }),
      withNavigationErrorHandler((failed) => void inject(AppFiles).navigationFailed(failed)),
    ),
    { provide: AREAS, useValue: areas },
    { provide: TitleStrategy, useClass: TranslatedTitle },
    provideHttpClient(withFetch(), withInterceptors([endedSession, apiRequests])),
    provideTransloco({
      config: {
        availableLangs: [...LANGUAGES],
        defaultLang: 'zh-CN',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
        failedRetries: 1,
      },
      loader: WordFiles,
    }),
    provideAppInitializer(() => inject(Language).start()),
    provideAppInitializer(() => {
      inject(AppFiles).watch();
      inject(EndedElsewhere).watch();
    }),
    provideServiceWorker('ngsw-worker.js', { enabled: !isDevMode(), registrationStrategy: 'registerWhenStable:10000' }),
  ],
};
