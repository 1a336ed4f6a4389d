import type { Stack, StackKey } from '../profile/stack';
import type { GoroutineCounts } from '../scrape';
import { ARRAY_BYTES, mapBytes, REFERENCE_BYTES, stackBytes } from './size';

/** Room for lanes grows by this many or by a quarter, whichever is more. */
const STEP_LANES = 256;

/** What one lane takes in the columns below. */
const LANE_BYTES = REFERENCE_BYTES + 4 * 5 + 8;

/**
 * The stacks that the history holds, each with a lane: a row of these columns. A lane is given back when the last
 * chunk that has its stack is dropped, and then serves another. `id` is never given twice, so it is what chunks keep.
 */
export class Lanes {
  /** The newest sighting. */
  readonly stack: Array<Stack | undefined> = [];
  /**
   * Counts up over all stacks ever taken in, so the lower id was known first. 32 bits are enough for a year of 2,000
   * new stacks every 15 s.
   */
  id = new Uint32Array(0);
  /** The count in the newest profile of the open chunk. */
  count = new Float64Array(0);
  /** Changes of `count` since the open chunk began; 0 where the chunk does not have the stack. */
  changes = new Uint32Array(0);
  /** The last profile that named the stack, by `mark`. */
  seen = new Uint32Array(0);
  /** Counts the profiles. */
  mark = 0;
  /** What the Stack objects in `stack` take. */
  stackBytes = 0;
  /** Chunks that have the stack. */
  private chunks = new Uint32Array(0);
  /** The lane that followed in the last profile: profiles come in nearly the same order, which saves most lookups. */
  private next = new Uint32Array(0);
  private first = 0;
  private nextId = 0;
  private readonly byKey = new Map<StackKey, number>();
  private readonly free: number[] = [];
  private found = new Int32Array(0);

  /** Everything but the Stack objects. */
  get byteLength(): number {
    return (
      this.id.length * LANE_BYTES +
      6 * ARRAY_BYTES +
      mapBytes(this.byKey.size) +
      this.free.length * REFERENCE_BYTES +
      this.found.byteLength
    );
  }

  /**
   * The lane of each of a profile's stacks, -1 where it has none yet; the array is the same at each call. Throws
   * RangeError where counts are no counts or a key comes twice, and has changed nothing then.
   */
  find({ counts, stacks, total }: GoroutineCounts): Int32Array {
    if (counts.length !== stacks.length) {
      throw new RangeError(`${stacks.length} stacks with ${counts.length} counts`);
    }
    if (!isCount(total)) {
      throw noCount(total, 'in all');
    }
    if (this.found.length < stacks.length) {
      this.found = new Int32Array(stacks.length + (stacks.length >>> 3));
    }
    const { found, next, seen, stack: known } = this;
    const mark = ++this.mark;
    let unknown: Set<StackKey> | undefined;
    let before = -1;
    let lane = this.first;
    for (let i = 0; i < stacks.length; i++) {
      const stack = stacks[i] as Stack;
      if (!isCount(counts[i] as number)) {
        throw noCount(counts[i] as number, `stack ${stack.key}`);
      }
      if (known[lane] !== stack) {
        const kept = this.byKey.get(stack.key);
        if (kept === undefined) {
          found[i] = -1;
          unknown ??= new Set();
          if (unknown.has(stack.key)) {
            throw twice(stack);
          }
          unknown.add(stack.key);
          continue;
        }
        lane = kept;
      }
      if (seen[lane] === mark) {
        throw twice(stack);
      }
      seen[lane] = mark;
      found[i] = lane;
      if (before < 0) {
        this.first = lane;
      } else {
        next[before] = lane;
      }
      before = lane;
      lane = next[lane] as number;
    }
    return found;
  }

  /** A lane for a stack that `find` did not know, seen in the newest profile. */
  add(stack: Stack): number {
    const lane = this.free.pop() ?? this.byKey.size;
    if (lane >= this.id.length) {
      this.grow(this.id.length + Math.max(STEP_LANES, this.id.length >>> 2));
    }
    this.byKey.set(stack.key, lane);
    this.stack[lane] = stack;
    this.id[lane] = this.nextId++;
    this.seen[lane] = this.mark;
    this.stackBytes += stackBytes(stack);
    return lane;
  }

  /** The open chunk has this stack. */
  hold(lane: number): void {
    this.chunks[lane] = (this.chunks[lane] as number) + 1;
  }

  /** The lane's stack was sighted with other lines. Gives what the Stack object took that it was before. */
  move(lane: number, stack: Stack): number {
    const before = stackBytes(this.stack[lane] as Stack);
    this.stackBytes += stackBytes(stack) - before;
    this.stack[lane] = stack;
    return before;
  }

  /** A chunk that has these stacks was dropped. */
  release(stacks: readonly Stack[]): void {
    for (const { key } of stacks) {
      const lane = this.byKey.get(key) as number;
      const chunks = (this.chunks[lane] as number) - 1;
      this.chunks[lane] = chunks;
      if (chunks === 0) {
        this.stackBytes -= stackBytes(this.stack[lane] as Stack);
        this.stack[lane] = undefined;
        this.byKey.delete(key);
        this.free.push(lane);
      }
    }
  }

  /** A chunk begins: its counts start from 0. */
  open(): void {
    this.count.fill(0);
    this.changes.fill(0);
  }

  private grow(lanes: number): void {
    const copy = <T extends Uint32Array | Float64Array>(into: T, from: T): T => {
      into.set(from);
      return into;
    };
    this.id = copy(new Uint32Array(lanes), this.id);
    this.count = copy(new Float64Array(lanes), this.count);
    this.changes = copy(new Uint32Array(lanes), this.changes);
    this.seen = copy(new Uint32Array(lanes), this.seen);
    this.chunks = copy(new Uint32Array(lanes), this.chunks);
    this.next = copy(new Uint32Array(lanes), this.next);
  }
}

function isCount(value: number): boolean {
  return value >= 0 && value <= 2 ** 53 && Math.floor(value) === value;
}

function noCount(value: number, of: string): RangeError {
  return new RangeError(`expected a count of goroutines, a whole number from 0 to 2^53, found ${value} (${of})`);
}

function twice({ key }: Stack): RangeError {
  return new RangeError(`stack ${key} twice in one profile`);
}
