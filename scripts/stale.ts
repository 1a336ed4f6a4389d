import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..');
/** What is built, unless tests have a place of their own for it. */
export const CACHE = process.env.TIDEMARK_CACHE ?? path.join(ROOT, '.cache');
export const DIST = process.env.TIDEMARK_DIST ?? path.join(ROOT, 'dist');

/** Folders that are never an input: what a build writes, and what tests alone read. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'bin']);

/** A hash over the names and contents of files and folders; what does not exist counts as absent, not as an error. */
export function hashOf(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesBelow(path.resolve(ROOT, input)))) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(entry: string): string[] {
  if (!existsSync(entry)) {
    return [];
  }
  if (!statSync(entry).isDirectory()) {
    return [entry];
  }
  return readdirSync(entry)
    .filter((name) => !SKIPPED.has(name) && !/\.test\.tsx?$/.test(name))
    .sort()
    .flatMap((name) => filesBelow(path.join(entry, name)));
}

/**
 * Runs `build` unless `output` is there and was built from the same inputs. Contents are hashed, not times: a fresh
 * clone and a branch switch change every time stamp.
 */
export async function buildIfStale(options: {
  name: string;
  inputs: readonly string[];
  output: string;
  build: () => Promise<void>;
}): Promise<'fresh' | 'built'> {
  const stamp = path.join(CACHE, 'stamps', `${options.name}.sha256`);
  const hash = hashOf(options.inputs);
  if (existsSync(options.output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return 'fresh';
  }
  await options.build();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return 'built';
}
