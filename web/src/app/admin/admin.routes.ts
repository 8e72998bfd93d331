import { Routes } from '@angular/router';

export const governmentRoutes: Routes = [
  { path: '', pathMatch: 'full', loadComponent: () => import('./government/unit-home').then((m) => m.UnitHome) },
  { path: 'sub-accounts', loadComponent: () => import('./government/sub-accounts').then((m) => m.SubAccounts) },
  { path: 'scan-points', loadComponent: () => import('./government/scan-points').then((m) => m.ScanPoints) },
  { path: 'scan-records', loadComponent: () => import('./government/scan-records').then((m) => m.ScanRecords) },
  { path: 'scan-records/:id', loadComponent: () => import('./government/scan-record').then((m) => m.ScanRecordPage) },
];

export const authorityRoutes: Routes = [
  { path: '', loadChildren: () => import('./authority/authority.routes').then((m) => m.feedRoutes) },
];

export const adminRoutes: Routes = [
  { path: 'government', children: governmentRoutes },
  { path: 'authority', children: authorityRoutes },
];
