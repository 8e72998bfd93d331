import { Routes } from '@angular/router';

export const residentRoutes: Routes = [
  { path: 'home', title: 'resident.home.title', loadComponent: () => import('./home').then((m) => m.Home) },
];
