import { Area } from '../session/permissions';

export const residentArea: Area = {
  path: '',
  home: '/home',
  door: 'personal',
  needs: { action: 'show', subject: 'HealthCode' },
  words: ['resident'],
  routes: () => import('./resident.routes').then((m) => m.residentRoutes),
};
