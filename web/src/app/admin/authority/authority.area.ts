import { Area } from '../../session/permissions';

export const authorityArea: Area = {
  path: 'admin/authority',
  home: '/admin/authority',
  door: 'organization',
  needs: { action: 'read', subject: 'Feed' },
  words: ['session', 'admin'],
  routes: () => import('./authority.routes').then((m) => m.authorityRoutes),
};
