import { provideHttpClient, withInterceptors, withXhr } from '@angular/common/http';
import { Routes } from '@angular/router';
import { apiRequests } from '../../api/api-requests';
import { Uploads } from '../../api/uploads';
import { endedSession } from '../../session/ended-session';
import { asksBeforeLosing } from '../../ui/unsaved';
import { FeedUploads } from './feed-uploads';

/** Only XMLHttpRequest tells how much of an upload has left. */
const providers = [provideHttpClient(withXhr(), withInterceptors([endedSession, apiRequests])), Uploads];

export const feedRoutes: Routes = [
  { path: '', pathMatch: 'full', canDeactivate: [asksBeforeLosing], component: FeedUploads, providers },
];
