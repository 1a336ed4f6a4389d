import type { Frame, Outcome } from '../subjects/subject';
import { Bag, START, withFrame, withText, type Pair } from './hash';

/** What two outcomes must have in common to be equal, whatever order they come in. ../go/rival/digest.go has the same. */
export interface Digest {
  total: number;
  stacks: number;
  /** Of every distinct stack, frame by frame, with its sum. */
  stackHash: string;
  leaves: number;
  leafHash: string;
  /** Values of the top stacks. Equal values may stand in any order, so the stacks themselves are not compared ... */
  top: number[];
  /** ... but must each have the sum that is shown with it. */
  topHolds: boolean;
}

export function digestOf({ total, top, leaves, stacks }: Outcome): Digest {
  const names = new Map<string, Pair>();
  const hashed = (name: string): Pair => {
    let hash = names.get(name);
    if (!hash) {
      hash = withText(START, name);
      names.set(name, hash);
    }
    return hash;
  };
  const hashFrames = (frames: readonly Frame[]) =>
    frames.reduce((hash, { name, line }) => withFrame(hash, hashed(name), line), START);

  const shown = new Map(top.map(({ value, frames }) => [keyOf(hashFrames(frames)), value]));
  let held = 0;
  const stackBag = new Bag();
  for (let stack = 0; stack < stacks.length; stack++) {
    let hash = START;
    stacks.eachFrame(stack, (name, line) => (hash = withFrame(hash, hashed(name), line)));
    const value = stacks.value(stack);
    held += shown.get(keyOf(hash)) === value ? 1 : 0;
    stackBag.add(withText(hash, String(value)));
  }
  const leafBag = new Bag();
  const holding = leaves.filter(({ value }) => value !== 0);
  for (const { name, value } of holding) {
    leafBag.add(withText(hashed(name), String(value)));
  }
  return {
    total,
    stacks: stacks.length,
    stackHash: stackBag.hex(),
    leaves: holding.length,
    leafHash: leafBag.hex(),
    top: top.map(({ value }) => value),
    topHolds: shown.size === top.length && held === top.length,
  };
}

function keyOf({ a, b }: Pair): string {
  return `${a},${b}`;
}

/** What differs between digests that should be equal, one line each; none where all agree. */
export function disagreements(digests: Readonly<Record<string, Digest>>): string[] {
  const [[firstName, first] = [], ...others] = Object.entries(digests);
  if (!first) {
    return [];
  }
  const unheld = Object.entries(digests)
    .filter(([, { topHolds }]) => !topHolds)
    .map(([name]) => `${name}: a top stack is not among its stacks with that value`);
  const different = others.flatMap(([name, digest]) =>
    (Object.keys(first) as Array<keyof Digest>)
      .filter((field) => field !== 'topHolds' && String(digest[field]) !== String(first[field]))
      .map((field) => `${field}: ${firstName} has ${String(first[field])}, ${name} has ${String(digest[field])}`)
  );
  return [...unheld, ...different];
}
