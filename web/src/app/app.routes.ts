import { Routes } from '@angular/router';
import { atHome, mayEnter } from './session/guards';
import { withWords } from './ui/language';

const residentShell = () => import('./resident/resident-shell').then((m) => m.ResidentShell);
const staffShell = () => import('./session/staff-shell').then((m) => m.StaffShell);

export const routes: Routes = [
  { path: '', pathMatch: 'full', canActivate: [atHome], children: [] },
  {
    path: 'scanner',
    loadComponent: staffShell,
    canActivate: [mayEnter('scanner'), withWords('session', 'scanner')],
    data: { area: 'scanner' },
    loadChildren: () => import('./scanner/scanner.routes').then((m) => m.scannerRoutes),
  },
  {
    path: 'admin/government',
    loadComponent: staffShell,
    canActivate: [mayEnter('unit-administrator', 'unit-clerk'), withWords('session', 'admin')],
    data: { area: 'government' },
    loadChildren: () => import('./admin/admin.routes').then((m) => m.governmentRoutes),
  },
  {
    path: 'admin/authority',
    loadComponent: staffShell,
    canActivate: [mayEnter('authority-operator'), withWords('session', 'admin')],
    data: { area: 'authority' },
    loadChildren: () => import('./admin/admin.routes').then((m) => m.authorityRoutes),
  },
  {
    path: '',
    canActivate: [withWords('session')],
    loadChildren: () => import('./session/session.routes').then((m) => m.sessionRoutes),
  },
  {
    path: '',
    loadComponent: residentShell,
    canActivate: [mayEnter('resident'), withWords('resident')],
    loadChildren: () => import('./resident/resident.routes').then((m) => m.residentRoutes),
  },
  {
    path: '**',
    title: 'session.notFound.title',
    canActivate: [withWords('session')],
    loadComponent: () => import('./session/not-found').then((m) => m.NotFound),
  },
];
