import { Area } from '../session/permissions';

export const scannerArea: Area = {
  path: 'scanner',
  home: '/scanner',
  door: 'organization',
  needs: { action: 'record', subject: 'Scan' },
  words: ['session', 'scanner'],
  routes: () => import('./scanner.routes').then((m) => m.scannerRoutes),
};
