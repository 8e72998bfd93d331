import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { startWith } from './platform/config/start.js';
import { Parked } from './platform/messaging/parked.js';
import { ProjectionRebuild } from './platform/messaging/projection-rebuild.js';
import { ProjectionRunner } from './platform/messaging/projection-runner.js';
import { patiently } from './platform/persistence/connections.js';
import { Migrator } from './platform/persistence/migrator.js';

const USAGE = 'Usage: npm run projections -- list | retry [<projection or reaction>] | rebuild <projection>';

/** `npm run projections -- list | retry | rebuild`: what was put aside, and the way back. Beside the running product. */
await startWith(async (config) => {
  const [command, name, more] = process.argv.slice(2);
  if (more !== undefined || !['list', 'retry', 'rebuild'].includes(command ?? '')) return say(USAGE, 1);
  await new Migrator(config.settings.DATABASE_URL).requireCurrent();
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    const parked = app.get(Parked);
    if (command === 'list') return say(await listed(parked), 0);
    if (command === 'retry') {
      const { done, failed } = await patiently(() => parked.retry(name));
      return say(`Done now: ${done}. Still parked: ${failed}.`, failed === 0 ? 0 : 1);
    }
    const known = app
      .get(ProjectionRunner)
      .projections()
      .map((projection) => projection.name);
    if (!name || !known.includes(name)) return say(`Name one of: ${known.join(', ')}.`, 1);
    await app.get(ProjectionRebuild).rebuild(name);
    return say(`${name} is rebuilt.`, 0);
  } finally {
    await app.close();
  }
});

async function listed(parked: Parked): Promise<string> {
  const standings = (await parked.standings()).map(
    ({ name, readUntil, degradedSince }) =>
      `${name}  read until ${readUntil ? iso(readUntil) : '–'}${degradedSince ? `  degraded since ${iso(degradedSince)}` : ''}`,
  );
  const aside = (await parked.list()).map(
    ({ by, eventId, type, problem, parkedAt }) => `${by}  ${eventId}  ${type}  ${iso(parkedAt)}  ${problem}`,
  );
  return [...standings, '', aside.length === 0 ? 'Nothing is parked.' : 'Parked:', ...aside].join('\n');
}

function iso(at: Date | string): string {
  return new Date(at).toISOString();
}

function say(text: string, exitCode: number): void {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exitCode = exitCode;
}
