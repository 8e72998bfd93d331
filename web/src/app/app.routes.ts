import { Route, Routes } from '@angular/router';
import { areas } from './app.areas';
import { allowed, atHome } from './session/guards';
import { Area } from './session/permissions';
import { withWords } from './ui/language';

const routeOf = ({ path, needs, words, routes }: Area): Route => ({
  path,
  canActivate: [allowed(needs), withWords(...words)],
  loadChildren: routes,
});

export const routes: Routes = [
  { path: '', pathMatch: 'full', canActivate: [atHome], children: [] },
  ...areas.filter(({ path }) => path !== '').map(routeOf),
  {
    path: '',
    canActivate: [withWords('session')],
    loadChildren: () => import('./session/session.routes').then((m) => m.sessionRoutes),
  },
  ...areas.filter(({ path }) => path === '').map(routeOf),
  {
    path: '**',
    title: 'session.notFound.title',
    canActivate: [withWords('session')],
    loadComponent: () => import('./session/not-found').then((m) => m.NotFound),
  },
];
