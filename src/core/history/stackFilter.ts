import type { Stack } from '../profile/stack';

/** As pprof's options of these names. */
export interface StackFilter {
  /** Keeps the stacks in which a function matches. */
  readonly focus?: RegExp;
  /** Drops the stacks in which a function matches. */
  readonly ignore?: RegExp;
}

/** Stacks share their functions: each name is matched once. */
export function stackFilter({ focus, ignore }: StackFilter): (stack: Stack) => boolean {
  const matcher = (pattern: RegExp) => {
    const known = new Map<string, boolean>();
    return (stack: Stack) =>
      stack.frames.some(({ function: name }) => {
        let matches = known.get(name);
        if (matches === undefined) {
          matches = pattern.test(name);
          known.set(name, matches);
        }
        return matches;
      });
  };
  const focused = focus ? matcher(focus) : () => true;
  const ignored = ignore ? matcher(ignore) : () => false;
  return (stack) => focused(stack) && !ignored(stack);
}
