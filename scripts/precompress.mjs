/** `node scripts/precompress.mjs <folder>`: lays a .br and a .gz beside every text of the built web client; the server sends them as they are. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;
/** Smaller ones fit into one packet anyway. */
const LEAST_BYTES = 1024;

const [folder = 'dist/web'] = process.argv.slice(2);
const texts = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
  (file) => file.isFile() && TEXT.test(file.name),
);
for (const file of texts) {
  const path = join(file.parentPath, file.name);
  const content = readFileSync(path);
  if (content.length < LEAST_BYTES) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
