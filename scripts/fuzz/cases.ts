import { DENSE } from './dense';
import { BYTE_MUTATIONS } from './mutateBytes';
import { GENTLE, TREE_MUTATIONS } from './mutateTree';
import { Random } from './random';
import { cloneTree, encodeTree, parseTree, type FieldNode } from './tree';

/** A profile to mutate. */
export interface Seed {
  name: string;
  bytes: Uint8Array;
  tree: readonly FieldNode[];
}

export function seedOf(file: string, bytes: Uint8Array): Seed {
  return { name: file.split('/').slice(-2).join('/'), bytes, tree: parseTree(bytes) };
}

export interface Case {
  bytes: Uint8Array;
  /** How it was made, for a person. */
  how: string;
  isDense: boolean;
}

const TREE_NAMES = Object.keys(TREE_MUTATIONS);
const BYTE_NAMES = Object.keys(BYTE_MUTATIONS);
const DENSE_NAMES = Object.keys(DENSE);
const DENSE_EVERY = 250;

/** Case `number` of a seeded run: the same one for the same seeds, whatever ran before it. */
export function makeCase(seeds: readonly Seed[], seed: number, number: number): Case {
  const random = new Random(seed, number);
  // Dense ones take up to a hundred times as long as others; there are a few of them in each thousand.
  if (number % DENSE_EVERY === DENSE_EVERY - 1) {
    return denseCase(seed, Math.floor(number / DENSE_EVERY));
  }
  const chosen = random.pick(seeds);
  const donor = random.pick(seeds);
  const isTree = random.chance(0.8);
  let { bytes } = chosen;
  const steps: string[] = [];
  if (isTree) {
    const tree = cloneTree(chosen.tree);
    const isGentle = random.chance(0.6);
    for (let count = 1 + random.below(isGentle ? 6 : 3); count > 0; count--) {
      const name = random.pick(isGentle ? GENTLE : TREE_NAMES);
      TREE_MUTATIONS[name]?.(random, tree, donor.tree);
      steps.push(name);
    }
    bytes = encodeTree(tree);
  }
  if (!isTree || random.chance(0.08)) {
    for (let count = 1 + random.below(2); count > 0; count--) {
      const name = random.pick(BYTE_NAMES);
      bytes = BYTE_MUTATIONS[name]?.(random, bytes, donor.bytes) ?? bytes;
      steps.push(name);
    }
  }
  return { bytes, how: `${chosen.name}: ${steps.join(', ')}`, isDense: false };
}

const SIZES = [20_000, 250_000, 1_000_000];

/** How many dense cases there are, each builder with each size. */
export const DENSE_CASES = DENSE_NAMES.length * SIZES.length;

/** Dense case `number`: after all builders with one size the next size. */
export function denseCase(seed: number, number: number): Case {
  const name = DENSE_NAMES[number % DENSE_NAMES.length] as string;
  const size = SIZES[Math.floor(number / DENSE_NAMES.length) % SIZES.length] as number;
  const bytes = DENSE[name]?.(new Random(seed, number), size) ?? new Uint8Array();
  return { bytes, how: `dense ${name} ${size}`, isDense: true };
}
