import { Area } from '../../session/permissions';

export const governmentArea: Area = {
  path: 'admin/government',
  home: '/admin/government',
  door: 'organization',
  needs: { action: 'read', subject: 'UnitDay' },
  words: ['session', 'admin'],
  routes: () => import('./government.routes').then((m) => m.governmentRoutes),
};
