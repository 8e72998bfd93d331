import { Routes } from '@angular/router';
import { asksBeforeLosing } from '../../ui/unsaved';
import { authorityApi } from './authority-api';
import { FeedUploads } from './feed-uploads';

export const feedRoutes: Routes = [
  { path: '', pathMatch: 'full', canDeactivate: [asksBeforeLosing], component: FeedUploads, providers: authorityApi() },
];
