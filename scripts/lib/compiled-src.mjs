// @ts-check
// Loaded before TypeScript that Node runs itself (features, their world): Node strips types but knows no decorators, so whatever
// such a file imports of src comes from the compiled program, and `./x.js` beside it is `./x.ts`.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OURS = pathToFileURL(ROOT).href;
const SRC = pathToFileURL(join(ROOT, 'src/')).href;
const COMPILED = pathToFileURL(join(ROOT, 'dist', 'src/')).href;

registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL ?? '';
    if (!/^\.{1,2}\/.*\.js$/.test(specifier) || !parent.startsWith(OURS) || parent.includes('/node_modules/'))
      return next(specifier, context);
    const { href } = new URL(specifier, parent);
    if (href.startsWith(SRC)) return next(COMPILED + href.slice(SRC.length), context);
    const typed = href.replace(/\.js$/, '.ts');
    return next(!existsSync(fileURLToPath(href)) && existsSync(fileURLToPath(typed)) ? typed : specifier, context);
  },
});
