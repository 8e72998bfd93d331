import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Found from wherever this runs: sources and the built program lie at different depths. */
export function migrationsFolder(from: string = import.meta.dirname): string {
  const folder = join(from, 'migrations');
  if (existsSync(join(from, 'package.json')) && existsSync(folder)) return folder;
  if (dirname(from) === from) throw new Error('The folder migrations/ is missing beside package.json.');
  return migrationsFolder(dirname(from));
}
