/** Frames `from` to `to` (not included) of a stack, which are shown, or folded away. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly isFolded: boolean;
}

/**
 * A long stack folded to about `most` frames: its leaf, the frame that it is called by, and the one that its goroutine
 * began with, which tells who started it. A single frame is never folded, for the line that says so takes as much room.
 *
 * @param named index of the frame that the stack is called by; -1 for none
 */
export function foldedStack(functions: readonly string[], named: number, most: number): Stretch[] {
  const { length } = functions;
  const goexit = functions.at(-1) === 'runtime.goexit' ? 1 : 0;
  const begin = length - 1 - goexit;
  const isKept = (i: number) => i < most - 1 || i === named || i >= begin;
  const stretches: Stretch[] = [];
  for (let from = 0; from < length;) {
    let to = from + 1;
    while (to < length && isKept(to) === isKept(from)) {
      to++;
    }
    const isFolded = !isKept(from) && to - from > 1;
    const last = stretches.at(-1);
    if (last && !isFolded && !last.isFolded) {
      stretches.splice(-1, 1, { ...last, to });
    } else {
      stretches.push({ from, to, isFolded });
    }
    from = to;
  }
  return stretches;
}
