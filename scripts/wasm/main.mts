import { readFileSync, writeFileSync } from 'node:fs';
import { compile } from './compile.mjs';

const MODULE = 'src/core/profile/wasm/module.ts';

/**
 * `npm run build:wasm` writes the compiled decoder as a string into the file that the bundles import: a plugin's worker has no
 * URL of its own to fetch one from. With `--check` it writes nothing, and exits with 1 where the file is not what the sources
 * compile to.
 */
function main(): number {
  const base64 = Buffer.from(compile()).toString('base64');
  const text = [
    '/** assembly/ as WebAssembly, in base64. Written by `npm run build:wasm`: change the sources, not this. */',
    'export const MODULE =',
    `  '${base64}';`,
    '',
  ].join('\n');
  if (!process.argv.includes('--check')) {
    writeFileSync(MODULE, text);
    return 0;
  }
  if (readFileSync(MODULE, 'utf8') === text) {
    return 0;
  }
  console.error(`${MODULE} is not what its sources compile to: npm run build:wasm`);
  return 1;
}

process.exitCode = main();
