import binaryen from 'binaryen';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ASC = 'node_modules/assemblyscript/bin/asc.js';
const SOURCE = 'src/core/profile/wasm/assembly/index.ts';
const PLAIN = '.cache/wasm/plain.wasm';

/**
 * Compiles the decoder's AssemblyScript to WebAssembly.
 *
 * asc leaves small functions as calls unless each is marked with a decorator, which no other TypeScript tool reads. So
 * Binaryen optimises what asc wrote once more, with more room to inline: a fifth less time.
 *
 * @throws where asc finds errors, after it has printed them.
 */
export function compile(): Uint8Array {
  mkdirSync(path.dirname(PLAIN), { recursive: true });
  const options = ['-O0', '--runtime', 'stub', '--noAssert', '--initialMemory', '1'];
  execFileSync(process.execPath, [ASC, SOURCE, '--outFile', PLAIN, ...options], { stdio: 'inherit' });
  const { BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, SignExt } = binaryen.Features;
  const module = binaryen.readBinary(readFileSync(PLAIN));
  module.setFeatures(BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | SignExt);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(40);
  binaryen.setFlexibleInlineMaxSize(100);
  // No more: the larger a loop's code, the sooner V8 has it optimised, which for a profile of KBs is time lost on two cores.
  binaryen.setOneCallerInlineMaxSize(100);
  // What was inlined makes room for more.
  module.optimize();
  module.optimize();
  return module.emitBinary();
}
