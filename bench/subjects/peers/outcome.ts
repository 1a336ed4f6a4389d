import { TOP, type Frame, type Outcome } from '../subject';
import type { FrameTable } from './frames';
import type { StackSums } from './sums';

/** Reads the top stacks and the totals per leaf function off the sums. */
export function outcomeOf(frames: FrameTable, sums: StackSums, decoded: unknown): Outcome {
  const leafTotals = new Float64Array(frames.names.length);
  const isLeaf = new Uint8Array(frames.names.length);
  for (let group = 0; group < sums.length; group++) {
    const leaf = sums.leaf(group);
    if (leaf >= 0) {
      leafTotals[leaf] = (leafTotals[leaf] as number) + sums.sum(group);
      isLeaf[leaf] = 1;
    }
  }
  const leaves: Array<{ name: string; value: number }> = [];
  for (let name = 0; name < isLeaf.length; name++) {
    if (isLeaf[name] === 1) {
      leaves.push({ name: frames.names[name] as string, value: leafTotals[name] as number });
    }
  }
  return {
    total: sums.total,
    top: greatest(sums.length, (group) => sums.sum(group)).map((group) => ({
      value: sums.sum(group),
      frames: framesOf(sums, group),
    })),
    leaves,
    stacks: {
      length: sums.length,
      value: (group) => sums.sum(group),
      eachFrame: (group, visit) => sums.eachFrame(group, visit),
    },
    decoded,
  };
}

/** The TOP greatest of `count`, greatest first, in one pass. */
export function greatest(count: number, valueOf: (index: number) => number): number[] {
  const best: number[] = [];
  let least = -Infinity;
  for (let index = 0; index < count; index++) {
    const value = valueOf(index);
    if (best.length === TOP && value <= least) {
      continue;
    }
    let at = best.length;
    while (at > 0 && valueOf(best[at - 1] as number) < value) {
      at--;
    }
    best.splice(at, 0, index);
    best.length = Math.min(best.length, TOP);
    least = valueOf(best[best.length - 1] as number);
  }
  return best;
}

function framesOf(sums: StackSums, group: number): Frame[] {
  const frames: Frame[] = [];
  sums.eachFrame(group, (name, line) => frames.push({ name, line }));
  return frames;
}
