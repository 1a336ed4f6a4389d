import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Memory is measured in two steps, since an exact peak costs half a second.
 *
 * 1. Around each input, the growth of V8's heap plus the array buffers (process.memoryUsage) in the worker. Nothing is
 *    collected in between as long as the growth is small, so this is all that was allocated, garbage too: a bound of the
 *    peak from above. Inputs within the limit by that bound are within it.
 * 2. Those beyond it alone, in a fresh process: how much decoding raises its peak resident size (maxRSS), beyond what it
 *    was after decoding a small profile. That is the figure that is judged.
 */
export const MEMORY_RATIO = 8;
/**
 * For a profile that is nothing but messages of two bytes: each is a row of columns, and a location's row has forty
 * bytes, twice that while a column grows.
 */
export const DENSE_MEMORY_RATIO = 64;
/** Whatever the input: compiled code, tables of their first size, the heap's own slack. */
export const MEMORY_CONSTANT = 16 * 2 ** 20;

export function memoryLimit(inputLength: number, isDense: boolean): number {
  return MEMORY_CONSTANT + (isDense ? DENSE_MEMORY_RATIO : MEMORY_RATIO) * inputLength;
}

/** Step 1's clock. */
export function allocatedSoFar(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

/** Collects all garbage now, in any node process, whatever its flags. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Step 2; undefined where the process died of it. */
export function peakMemory(bytes: Uint8Array): number | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-fuzz-'));
  const file = path.join(folder, 'input.pb');
  writeFileSync(file, bytes);
  const script = path.join(__dirname, 'peak.ts');
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, file], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? Number(stdout) : undefined;
}
