import { bytesPerGoroutine } from '../growth/forecast';
import type { Series } from './series';

/** A goroutine's stack is 2 KiB at least (runtime/stack.go, stackMin); less was not measured on goroutines. */
const LEAST_STACK = 1024;
/** More heap than this for each is rather a leak that goroutines have nothing to do with. */
const MOST_HEAP = 2 ** 20;
/** So many moments tell a slope; pairs grow with the square. */
const MOST_MOMENTS = 200;

/** What one goroutine more takes, in bytes. */
export interface PerGoroutine {
  readonly stack: number;
  /** 0 where the heap does not rise with them; absent where that could not be seen. */
  readonly heap?: number;
}

/** Moments with what was told of them, a cell each and NaN where not told. */
export interface GoroutinesAndMemory {
  readonly times: Float64Array;
  readonly goroutines: Float64Array;
  readonly stackInuse: Float64Array;
  /** HeapAlloc after collections (floor.ts), at some of these moments: between them it is a saw-tooth of garbage. */
  readonly floor: Series;
}

/** How much of the memory rises with goroutines; undefined where stacks do not, which they must. */
export function perGoroutine({ floor, goroutines, stackInuse, times }: GoroutinesAndMemory): PerGoroutine | undefined {
  const some = stride(times.length);
  const stack = bytesPerGoroutine(pick(goroutines, some), pick(stackInuse, some));
  if (!(stack >= LEAST_STACK)) {
    return undefined;
  }
  const rowAt = new Map(Array.from(times, (time, row) => [time, row]));
  const then = Float64Array.from(floor.times, (time) => goroutines[rowAt.get(time) ?? -1] ?? NaN);
  const points = stride(floor.values.length);
  const heap = bytesPerGoroutine(pick(then, points), pick(floor.values, points));
  return heap <= MOST_HEAP ? { stack, heap: Math.max(0, heap) } : { stack };
}

/** At most so many of the numbers below `length`, evenly spread. */
function stride(length: number): number[] {
  const step = Math.max(1, Math.ceil(length / MOST_MOMENTS));
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
}

function pick(column: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => column[row] as number);
}
