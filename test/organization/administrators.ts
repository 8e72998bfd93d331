import { Units } from '../../src/organization/application/units.js';
import { readMobile } from '../../src/platform/kernel/mobile.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { getsTheDemoPassword } from '../identity/people.js';
import { type Browser, type World } from '../world.js';

const DEMO = '01900000-0000-7000-8000-00000000';
export const UNIT = {
  province: `${DEMO}c010`,
  fuzhou: `${DEMO}c011`,
  gulou: `${DEMO}c012`,
  dongjie: `${DEMO}c001`,
  xiamen: `${DEMO}c013`,
  zhonghua: `${DEMO}c002`,
};
export const SCANNER = { lin: `${DEMO}b004`, wu: `${DEMO}b005` };

/** Somebody who administers this unit from now on, signed in. */
export async function administratorOf(world: World, unitId: string, mobile: string): Promise<Browser> {
  const id = newId();
  await world.app.get(Units).appoint(id, unitId, readMobile(mobile)!, '周主任');
  await world.settle();
  await getsTheDemoPassword(world, id);
  return world.signedIn(mobile);
}

export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly version: number;
  readonly unit: { readonly id: string; readonly name: string };
  readonly manageable: boolean;
}

export async function listedBy(administrator: Browser, query = ''): Promise<Listed[]> {
  const { status, body } = await administrator.get(`/sub-accounts?limit=100${query && `&${query}`}`);
  if (status !== 200) throw new Error(`The list was refused: ${status} ${JSON.stringify(body)}`);
  return body['items'] as unknown as Listed[];
}
