import { inject } from '@angular/core';
import { Router, Routes } from '@angular/router';
import { mdiMapMarkerOutline, mdiQrcodeScan } from '@mdi/js';
import { StaffShell } from '../session/staff-shell';
import { Destination } from '../ui/page-shell';
import { confirmsLoss } from '../ui/unsaved-work';
import { CurrentShift } from './current-shift';

/** Scanning needs an open shift: the place belongs to every scan. */
async function shiftIsOpen() {
  const current = inject(CurrentShift);
  const router = inject(Router);
  return (current.shift() ?? (await current.load())) ? true : router.createUrlTree(['/scanner/shift']);
}

const navigation: readonly Destination[] = [
  { link: '/scanner', label: 'scanner.nav.scan', icon: mdiQrcodeScan, exact: true },
  {
    link: '/scanner/shift',
    label: 'scanner.nav.shift',
    icon: mdiMapMarkerOutline,
    needs: { action: 'open', subject: 'Shift' },
  },
];

export const scannerRoutes: Routes = [
  {
    path: '',
    component: StaffShell,
    data: { navigation },
    children: [
      {
        path: '',
        pathMatch: 'full',
        canActivate: [shiftIsOpen],
        canDeactivate: [confirmsLoss],
        loadComponent: () => import('./scan').then((m) => m.Scan),
      },
      { path: 'shift', loadComponent: () => import('./open-shift').then((m) => m.OpenShift) },
    ],
  },
];
