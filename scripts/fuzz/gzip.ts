import { gzipSync } from 'node:zlib';
import { BYTE_MUTATIONS, join } from './mutateBytes';
import { Random } from './random';

export interface GzipCase {
  body: Uint8Array<ArrayBuffer>;
  /** What it inflates to, where nothing was done to it that a reader may refuse. */
  whole?: Uint8Array;
  how: string;
}

/** Bodies of one to four gzip members, most of them damaged: case `number` of a seeded run. */
export function makeGzipCase(contents: readonly Uint8Array[], seed: number, number: number): GzipCase {
  const random = new Random(seed, number);
  const parts = Array.from({ length: 1 + random.below(4) }, () => random.pick(contents));
  // Level 0 stores: members' contents then stand in the body as they are, and other gzips among them.
  const members = parts.map((part) => gzipSync(part, { level: random.pick([0, 1, 6, 9]) }));
  const body = join(...members);
  if (random.chance(0.3)) {
    return { body: Uint8Array.from(body), whole: join(...parts), how: `${parts.length} members` };
  }
  const name = random.pick(Object.keys(BYTE_MUTATIONS));
  const mutated = BYTE_MUTATIONS[name]?.(random, body, random.pick(members)) ?? body;
  return { body: Uint8Array.from(mutated), how: `${parts.length} members, ${name}` };
}
