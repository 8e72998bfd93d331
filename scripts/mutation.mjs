// @ts-check
// `npm run mutation [-- <folder or file> …]`: how many small errors in the rules the specs would notice, folder by folder.
import { setPriority } from 'node:os';
import { Problem, runScript, say, seconds } from './lib/print.mjs';
import { testDatabase } from './lib/test-database.mjs';
import { areas } from './mutation/areas.mjs';
import { measure, writeSurvivors } from './mutation/measure.mjs';

/** It takes hours for everything: whoever else works on this machine goes first. */
const GIVES_WAY = 15;

/** @param {string[]} asked @returns {import('./mutation/areas.mjs').Area[]} */
function chosen(asked) {
  const all = areas();
  if (asked.length === 0) return all;
  return asked.map((name) => {
    const area = all.find(({ folder, files }) => folder === name.replace(/\/$/, '') || files.includes(name));
    if (!area)
      throw new Problem(`Nothing is measured in ${name}; there are ${all.map(({ folder }) => folder).join(', ')}.`);
    return area.files.includes(name) ? { ...area, folder: name, files: [name] } : area;
  });
}

await runScript(async () => {
  const wanted = chosen(process.argv.slice(2));
  setPriority(GIVES_WAY);
  const database = wanted.some((area) => area.database) ? await testDatabase() : undefined;
  if (database) process.env['DATABASE_URL'] = database.url;
  let enough = true;
  for (const area of wanted) {
    const began = Date.now();
    const { noticed, unnoticed, survivors } = await measure(area);
    const share = (100 * noticed) / Math.max(1, noticed + unnoticed);
    const isEnough = share >= area.least;
    const others = writeSurvivors(area, survivors);
    enough &&= isEnough;
    say(
      `${isEnough ? '✔' : '✘'} ${area.folder.padEnd(40)} ${share.toFixed(1).padStart(5)} % of ${String(noticed + unnoticed).padStart(4)} noticed, at least ${area.least} %  ${seconds(began).padStart(9)}` +
        `${unnoticed > 0 ? `  the others: ${others}` : ''}`,
    );
  }
  await database?.stop();
  process.exit(enough ? 0 : 1);
});
