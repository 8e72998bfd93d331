import { Routes } from '@angular/router';
import {
  mdiAccountMultipleOutline,
  mdiClipboardTextClockOutline,
  mdiMapMarkerOutline,
  mdiViewDashboardOutline,
} from '@mdi/js';
import { allowed } from '../../session/guards';
import { StaffShell } from '../../session/staff-shell';
import { Destination } from '../../ui/page-shell';
import { Permission } from '../../session/permissions';

const LOOKS_AT_PASSAGES: Permission = { action: 'read', subject: 'Passage' };
const LOOKS_AT_SUB_ACCOUNTS: Permission = { action: 'read', subject: 'SubAccount' };

const MANAGES_POINTS: Permission = { action: 'manage', subject: 'ScanPoint' };

const navigation: readonly Destination[] = [
  { link: '/admin/government', label: 'admin.nav.home', icon: mdiViewDashboardOutline, exact: true },
  {
    link: '/admin/government/scan-records',
    label: 'admin.nav.scanRecords',
    icon: mdiClipboardTextClockOutline,
    needs: LOOKS_AT_PASSAGES,
  },
  {
    link: '/admin/government/sub-accounts',
    label: 'admin.nav.subAccounts',
    icon: mdiAccountMultipleOutline,
    needs: LOOKS_AT_SUB_ACCOUNTS,
  },
  {
    link: '/admin/government/scan-points',
    label: 'admin.nav.scanPoints',
    icon: mdiMapMarkerOutline,
    needs: MANAGES_POINTS,
  },
];

export const governmentRoutes: Routes = [
  {
    path: '',
    component: StaffShell,
    data: { navigation },
    children: [
      { path: '', pathMatch: 'full', loadComponent: () => import('./unit-home').then((m) => m.UnitHome) },
      {
        path: 'scan-records',
        canActivate: [allowed(LOOKS_AT_PASSAGES)],
        loadComponent: () => import('./scan-records').then((m) => m.ScanRecords),
      },
      {
        path: 'scan-records/:id',
        canActivate: [allowed(LOOKS_AT_PASSAGES)],
        loadComponent: () => import('./scan-record').then((m) => m.ScanRecordPage),
      },
      {
        path: 'sub-accounts',
        canActivate: [allowed(LOOKS_AT_SUB_ACCOUNTS)],
        loadComponent: () => import('./sub-accounts').then((m) => m.SubAccounts),
      },
      {
        path: 'scan-points',
        canActivate: [allowed(MANAGES_POINTS)],
        loadComponent: () => import('./scan-points').then((m) => m.ScanPoints),
      },
    ],
  },
];
