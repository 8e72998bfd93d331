import { provideHttpClient, withInterceptors, withXhr } from '@angular/common/http';
import { Routes } from '@angular/router';
import { mdiDatabaseImportOutline } from '@mdi/js';
import { apiRequests } from '../../api/api-requests';
import { Uploads } from '../../api/uploads';
import { endedSession } from '../../session/ended-session';
import { StaffShell } from '../../session/staff-shell';
import { Destination } from '../../ui/page-shell';
import { confirmsLoss } from '../../ui/unsaved-work';
import { FeedUploads } from './feed-uploads';
import { FileSending } from './file-sending';

/** Only XMLHttpRequest tells how much of an upload has left. */
const providers = [provideHttpClient(withXhr(), withInterceptors([endedSession, apiRequests])), Uploads, FileSending];

const navigation: readonly Destination[] = [
  { link: '/admin/authority', label: 'admin.nav.feeds', icon: mdiDatabaseImportOutline },
];

export const authorityRoutes: Routes = [
  {
    path: '',
    component: StaffShell,
    data: { navigation },
    children: [{ path: '', pathMatch: 'full', canDeactivate: [confirmsLoss], component: FeedUploads, providers }],
  },
];
