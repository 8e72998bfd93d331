import { Routes } from '@angular/router';
import { withWords } from '../ui/language';
import { notSignedIn, signedIn } from './guards';

export const sessionRoutes: Routes = [
  {
    path: 'login',
    title: 'session.login.title',
    canActivate: [notSignedIn],
    loadComponent: () => import('./login').then((m) => m.Login),
  },
  {
    path: 'register',
    title: 'session.register.title',
    canActivate: [notSignedIn],
    loadComponent: () => import('./register').then((m) => m.Register),
  },
  { path: 'recover', title: 'session.recover.title', loadComponent: () => import('./recover').then((m) => m.Recover) },
  {
    path: 'activate',
    title: 'session.activate.title',
    loadComponent: () => import('./activate').then((m) => m.Activate),
  },
  {
    path: 'password',
    title: 'session.password.title',
    canActivate: [signedIn],
    loadComponent: () => import('./change-password').then((m) => m.ChangePassword),
  },
  {
    path: 'capacities',
    title: 'session.capacities.title',
    canActivate: [signedIn],
    loadComponent: () => import('./choose-capacity').then((m) => m.ChooseCapacity),
  },
  {
    path: 'terms',
    title: 'session.legal.terms',
    data: { text: 'terms' },
    canActivate: [withWords('legal')],
    loadComponent: () => import('./legal-text').then((m) => m.LegalText),
  },
  {
    path: 'privacy',
    title: 'session.legal.privacy',
    data: { text: 'privacy' },
    canActivate: [withWords('legal')],
    loadComponent: () => import('./legal-text').then((m) => m.LegalText),
  },
  {
    path: 'demo-inbox',
    title: 'session.demoInbox.title',
    loadComponent: () => import('./demo-inbox').then((m) => m.DemoInbox),
  },
];
