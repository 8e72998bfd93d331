import { join } from 'node:path';
import { AppModule } from '../src/app.module.js';
import { readConfig } from '../src/platform/config/config.js';
import { httpApplication } from '../src/platform/http/http-application.js';
import { freshDatabase } from './databases.js';
import { TEST_ENVIRONMENT } from './environment.js';

const AREAS = join(import.meta.dirname, '..', 'src', 'organization', 'areas');

/** A database of its own that the program was started on before: the tree of areas, which takes a second to read in, is in place. */
export function startedDatabase(): Promise<string> {
  return freshDatabase(undefined, {
    sources: ['area-import.ts', 'divisions.ts'].map((name) => join(AREAS, name)),
    fill: firstStart,
  });
}

async function firstStart(url: string): Promise<void> {
  const config = readConfig({ ...TEST_ENVIRONMENT, DATABASE_URL: url });
  const app = await httpApplication(AppModule.with(config), config);
  await app.close();
}
