import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { ConfigProblem } from '../../src/platform/config/config.js';
import { DemoWorld } from '../../src/platform/demo/scenario.js';
import { PlatformWorld } from './platform-world.js';
import { DoorsController } from './sample-controllers.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  BAMIN_SECRETS_ARE_DEMO: '0',
  BAMIN_SMS_GATEWAY: 'http',
  BAMIN_SMS_GATEWAY_URL: 'https://sms.example/send',
  BAMIN_PROOFING: 'http',
  BAMIN_PROOFING_URL: 'https://proofing.example/match',
};
const parts = { controllers: [DoorsController], environment: PRODUCTION };

describe('In production', () => {
  let development: PlatformWorld;

  beforeAll(async () => (development = await PlatformWorld.start({ controllers: [DoorsController] })));
  afterAll(() => development.stop());

  const cookieOf = async (world: PlatformWorld, headers: Record<string, string> = {}) =>
    String((await world.app.inject({ url: '/api/doors/key', headers })).headers['set-cookie']);

  it('a cookie travels over HTTPS only, whether or not somebody said that a proxy stands in front', async () => {
    for (const proxies of ['0', '1']) {
      const production = await development.another({
        ...parts,
        environment: { ...PRODUCTION, BAMIN_TRUST_PROXY: proxies },
      });
      expect(await cookieOf(production)).toBe('key=secret; Path=/; HttpOnly; Secure; SameSite=Lax');
      await production.app.close();
    }
    expect(await cookieOf(development)).toBe('key=secret; Path=/; HttpOnly; SameSite=Lax');
  });

  it('a database that a demo world was built in is refused by every program', async () => {
    await development.get(DemoWorld).build();
    await development.get(DemoWorld).build();
    const refused = await development.another(parts).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigProblem);
    expect((refused as Error).message).toContain('DATABASE_URL holds the demo world');
    const again = await development.another({ controllers: [DoorsController] });
    await again.app.close();
  });

  it('a demo world from before there was a mark is known by the names of its units', async () => {
    const migration = await readFile(new URL('../../migrations/0006_platform_demo_world.sql', import.meta.url), 'utf8');
    const marked = async () => {
      await development.rows('DROP TABLE platform.demo_world');
      await development.rows(migration);
      return (await development.rows('SELECT one FROM platform.demo_world')).length;
    };
    expect(await marked()).toBe(0);
    const opened = (name: string) =>
      development.rows(
        `INSERT INTO organization.organization (id, kind, name, area_key, path, show_causes, created_at)
         VALUES (gen_random_uuid(), 'government', $1, '350102', ('fj.' || left(md5($1), 8))::ltree, true, now())`,
        [name],
      );
    await opened('福州市鼓楼区东街街道办事处');
    expect(await marked()).toBe(0);
    await opened('福州市鼓楼区东街街道办事处（演示）');
    expect(await marked()).toBe(1);
  });
});
