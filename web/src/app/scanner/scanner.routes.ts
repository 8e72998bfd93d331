import { inject } from '@angular/core';
import { Router, Routes } from '@angular/router';
import { asksBeforeLosing } from '../ui/unsaved';
import { CurrentShift } from './current-shift';

/** Scanning needs an open shift: the place belongs to every scan. */
async function shiftIsOpen() {
  const current = inject(CurrentShift);
  const router = inject(Router);
  return (current.shift() ?? (await current.load())) ? true : router.createUrlTree(['/scanner/shift']);
}

export const scannerRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    canActivate: [shiftIsOpen],
    canDeactivate: [asksBeforeLosing],
    loadComponent: () => import('./scan').then((m) => m.Scan),
  },
  { path: 'shift', loadComponent: () => import('./open-shift').then((m) => m.OpenShift) },
];
