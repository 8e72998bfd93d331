import { Routes } from '@angular/router';
import { ResidentShell } from './resident-shell';

export const residentRoutes: Routes = [
  {
    path: '',
    component: ResidentShell,
    children: [
      {
        path: 'code',
        title: 'resident.code.title',
        loadComponent: () => import('./code-page').then((m) => m.CodePage),
      },
      { path: 'home', title: 'resident.home.title', loadComponent: () => import('./home').then((m) => m.Home) },
      { path: 'claim', title: 'resident.claim.title', loadComponent: () => import('./claim').then((m) => m.Claim) },
      {
        path: 'proofing',
        title: 'resident.proofing.title',
        loadComponent: () => import('./proofing').then((m) => m.Proofing),
      },
      {
        path: 'devices',
        title: 'resident.devices.title',
        loadComponent: () => import('./devices').then((m) => m.Devices),
      },
      {
        path: 'messages',
        title: 'resident.messages.title',
        loadComponent: () => import('./messages').then((m) => m.Messages),
      },
      { path: 'me', title: 'resident.me.title', loadComponent: () => import('./me').then((m) => m.MyAccount) },
    ],
  },
];
