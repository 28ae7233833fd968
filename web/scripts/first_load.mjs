// Measures the JavaScript of the first load, compressed, and fails above the limit.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const limit = 250 * 1000; // bytes, gzip
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** The chunks an entry needs before it runs. */
function closure(keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) visit(next);
  };
  keys.forEach(visit);
  return [...seen].map((key) => manifest[key].file);
}
const measured = new Map(); // pages share most files, and compressing is dear
function sizeOf(file) {
  if (!measured.has(file)) {
    const bytes = readFileSync(new URL(file, dist));
    measured.set(file, { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length });
  }
  return measured.get(file);
}
const sizes = (files) => files.map(sizeOf).reduce((sum, one) => ({ gzip: sum.gzip + one.gzip, brotli: sum.brotli + one.brotli, files: sum.files + 1 }), { gzip: 0, brotli: 0, files: 0 });

const languages = ['en', 'es', 'fr', 'ko'].map((code) => `src/locales/${code}.json?part=rest`);
const heaviest = languages.sort((a, b) => sizes([manifest[b].file]).gzip - sizes([manifest[a].file]).gzip)[0];
const pages = Object.keys(manifest).filter((key) => /Page\.tsx$/.test(key));
const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
/** The file of words that comes with a page beside those of every page. */
function wordsWith(page) {
  const part = /^src\/(lists|segments|imports|integrations)\//.exec(page)?.[1];
  if (!part) return undefined;
  return part === 'lists' || part === 'segments' ? heaviest.replace('locales/', 'locales/audience/').replace(/\?.*/, '') : heaviest.replace('part=rest', `part=${part}`);
}
let worst = 0;
for (const page of pages) {
  const words = wordsWith(page);
  const size = sizes(closure(['index.html', heaviest, page, ...(words ? [words] : [])]));
  worst = Math.max(worst, size.gzip);
  console.log(`${page.padEnd(42)} ${kilo(size.gzip).padStart(9)} gzip ${kilo(size.brotli).padStart(9)} brotli ${String(size.files).padStart(3)} files`);
}
if (worst > limit) {
  console.error(`The first load of a page is ${kilo(worst)} of compressed JavaScript; the limit is ${kilo(limit)}.`);
  process.exit(1);
}
