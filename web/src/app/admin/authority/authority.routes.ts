import { Routes } from '@angular/router';
import { authorityApi } from './authority-api';
import { FeedUploads } from './feed-uploads';

export const feedRoutes: Routes = [{ path: '', pathMatch: 'full', component: FeedUploads, providers: authorityApi() }];
