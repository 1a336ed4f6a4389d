import type { Frame, StackKey } from '../profile/stack';
import type { DumpedGoroutine } from './dump';
import type { DumpOptions } from './dumpAnswer';

/** Whether a goroutine passes all of the options' filters. Goroutines share states and stacks: each is tried once. */
export function dumpFilter(options: DumpOptions): (goroutine: DumpedGoroutine, key: StackKey) => boolean {
  const { minMinutes = 0, state, focus, creator } = options;
  const keys = options.stacks && new Set(options.stacks);
  const hasState = state ? once((text: string) => state.test(text)) : () => true;
  const hasFunction = focus ? once((text: string) => focus.test(text)) : () => true;
  const hasFrame = focus
    ? once((frames: readonly Frame[]) => frames.some(({ function: name }) => hasFunction(name)))
    : () => true;
  const isCreatedBy = creator ? once((text: string) => creator.test(text)) : undefined;
  return (goroutine, key) =>
    goroutine.minutes >= minMinutes &&
    hasState(goroutine.state) &&
    (!keys || keys.has(key)) &&
    hasFrame(goroutine.frames) &&
    (!isCreatedBy || (goroutine.createdBy !== undefined && isCreatedBy(goroutine.createdBy.function)));
}

function once<T>(test: (value: T) => boolean): (value: T) => boolean {
  const known = new Map<T, boolean>();
  return (value) => {
    let result = known.get(value);
    if (result === undefined) {
      result = test(value);
      known.set(value, result);
    }
    return result;
  };
}
