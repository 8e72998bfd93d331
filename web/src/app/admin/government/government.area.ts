import { Area } from '../../session/permissions';

export const governmentArea: Area = {
  path: 'admin/government',
  home: '/admin/government',
  needs: { action: 'read', subject: 'UnitDay' },
  words: ['session', 'admin'],
  routes: () => import('./government.routes').then((m) => m.governmentRoutes),
};
