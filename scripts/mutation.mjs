// @ts-check
// `npm run mutation [-- <folder or file> …]`: how many small errors in the rules the specs would notice, file by file.
import { setPriority } from 'node:os';
import { Problem, runScript, say, seconds } from './lib/print.mjs';
import { testDatabase } from './lib/test-database.mjs';
import { areas } from './mutation/areas.mjs';
import { measure, REPORTS } from './mutation/measure.mjs';

/** It takes hours for everything: whoever else works on this machine goes first. */
const GIVES_WAY = 10;

/** @param {string[]} asked @returns {import('./mutation/areas.mjs').Area[]} */
function chosen(asked) {
  const all = areas();
  if (asked.length === 0) return all;
  const names = asked.map((name) => name.replace(/\/$/, ''));
  const known = all.flatMap(({ folder, files }) => [folder, ...files]);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown)
    throw new Problem(`Nothing is measured in ${unknown}; there are ${all.map(({ folder }) => folder).join(', ')}.`);
  return all
    .map((area) => ({
      ...area,
      files: area.files.filter((file) => names.includes(file) || names.includes(area.folder)),
    }))
    .filter(({ files }) => files.length > 0);
}

/** @param {string} name @param {import('./mutation/measure.mjs').Count} count @param {number} began */
function line(name, { noticed, unnoticed }, began) {
  const all = noticed + unnoticed;
  const share = `${percent({ noticed, unnoticed }).toFixed(1)} %`;
  return `${name.padEnd(56)} ${share.padStart(7)} of ${String(all).padStart(4)}  ${seconds(began).padStart(9)}`;
}

/** @param {import('./mutation/measure.mjs').Count} count; of nothing, everything was noticed */
const percent = ({ noticed, unnoticed }) => (noticed + unnoticed === 0 ? 100 : (100 * noticed) / (noticed + unnoticed));

await runScript(async () => {
  const wanted = chosen(process.argv.slice(2));
  setPriority(GIVES_WAY);
  const database = wanted.some((area) => area.database) ? await testDatabase() : undefined;
  if (database) process.env['DATABASE_URL'] = database.url;
  const table = [];
  for (const area of wanted) {
    const began = Date.now();
    const sum = { noticed: 0, unnoticed: 0 };
    for (const file of area.files) {
      const fileBegan = Date.now();
      const count = await measure(area, file);
      sum.noticed += count.noticed;
      sum.unnoticed += count.unnoticed;
      say(`  ${line(file, count, fileBegan)}`);
    }
    const enough = percent(sum) >= area.least;
    table.push({ enough, text: `${enough ? '✔' : '✘'} ${line(area.folder, sum, began)}  at least ${area.least} %` });
  }
  await database?.stop();
  say(`\nSmall errors that a spec noticed; the others are listed in ${REPORTS}:`);
  for (const { text } of table) say(text);
  process.exit(table.every(({ enough }) => enough) ? 0 : 1);
});
