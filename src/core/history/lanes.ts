import type { Stack, StackKey } from '../profile/stack';
import type { GoroutineCounts } from '../scrape';
import { ARRAY_BYTES, mapBytes, REFERENCE_BYTES, stackBytes } from './size';

/** Room for lanes grows by this many or by a quarter, whichever is more. */
const STEP_LANES = 256;

/** What one lane takes in the columns below. */
const LANE_BYTES = REFERENCE_BYTES + 4 * 5 + 8;

/** Where a profile differs from the one before in the same chunk. */
export interface Differences {
  /** How many there are: the columns are longer. */
  length: number;
  /** Index in the profile. */
  place: Uint32Array;
  /** The stack's lane, -1 where it has none yet. */
  lane: Int32Array;
  /** How many stacks of the profile, differing or not, have a goroutine. */
  present: number;
}

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
  seen = new Int32Array(0);
  /** Counts the profiles. */
  mark = 0;
  /** What the Stack objects in `stack` take. */
  stackBytes = 0;
  /** Chunks that have the stack. */
  private chunks = new Uint32Array(0);
  /**
   * The lane that followed in the last profile: profiles come in nearly the same order, which saves most lookups. Signed,
   * for V8 takes twice as long to follow indexes that might not fit 31 bits.
   */
  private next = new Int32Array(0);
  private first = 0;
  private nextId = 0;
  private readonly byKey = new Map<StackKey, number>();
  private readonly free: number[] = [];
  private readonly differences: Differences = {
    length: 0,
    place: new Uint32Array(0),
    lane: new Int32Array(0),
    present: 0,
  };

  /** Everything but the Stack objects. */
  get byteLength(): number {
    return (
      this.id.length * LANE_BYTES +
      6 * ARRAY_BYTES +
      mapBytes(this.byKey.size) +
      this.free.length * REFERENCE_BYTES +
      2 * this.differences.place.byteLength
    );
  }

  /**
   * Looks a profile's stacks up: those with another count or other lines than in the profile before. The answer is
   * the same object at each call. Throws RangeError where counts are no counts or a key comes twice; then nothing has
   * changed.
   */
  find({ counts, stacks, total }: GoroutineCounts): Differences {
    if (counts.length !== stacks.length) {
      throw new RangeError(`${stacks.length} stacks with ${counts.length} counts`);
    }
    if (!isCount(total)) {
      throw noCount(total, 'in all');
    }
    const { count: known, differences, next, seen, stack: sighted } = this;
    if (differences.place.length < stacks.length) {
      differences.place = new Uint32Array(stacks.length + (stacks.length >>> 3));
      differences.lane = new Int32Array(differences.place.length);
    }
    const mark = ++this.mark;
    const fresh = new Set<StackKey>();
    let length = 0;
    let absent = 0;
    let before = -1;
    let lane = this.first;
    for (let i = 0; i < stacks.length; i++) {
      const stack = stacks[i] as Stack;
      const count = counts[i] as number;
      // What is as it was needs no more than this, and most is.
      if (sighted[lane] !== stack || known[lane] !== count) {
        if (!isCount(count)) {
          throw noCount(count, `stack ${stack.key}`);
        }
        differences.place[length] = i;
        if (sighted[lane] !== stack) {
          const kept = this.byKey.get(stack.key);
          if (kept === undefined) {
            if (fresh.has(stack.key)) {
              throw twice(stack);
            }
            fresh.add(stack.key);
            differences.lane[length++] = -1;
            absent += count === 0 ? 1 : 0;
            continue;
          }
          lane = kept;
          if (before < 0) {
            this.first = lane;
          } else {
            next[before] = lane;
          }
        }
        differences.lane[length++] = lane;
      }
      if (seen[lane] === mark) {
        throw twice(stack);
      }
      seen[lane] = mark;
      absent += count === 0 ? 1 : 0;
      before = lane;
      lane = next[lane] as number;
    }
    this.makeRoom(fresh.size);
    differences.length = length;
    differences.present = stacks.length - absent;
    return differences;
  }

  /** A lane for a stack that `find` did not know and made room for, seen in the newest profile. */
  add(stack: Stack): number {
    const lane = this.free.pop() ?? this.byKey.size;
    this.byKey.set(stack.key, lane);
    this.stack[lane] = stack;
    this.id[lane] = this.nextId++;
    this.seen[lane] = this.mark;
    this.stackBytes += stackBytes(stack);
    return lane;
  }

  /** A chunk that was filled elsewhere has this stack: gives its id. A newer sighting that is known stays the newest. */
  adopt(stack: Stack): number {
    let lane = this.byKey.get(stack.key);
    if (lane === undefined) {
      this.makeRoom(1);
      const { mark } = this;
      lane = this.add(stack);
      // No profile of ours has named it yet.
      this.seen[lane] = mark - 1;
    }
    this.hold(lane);
    return this.id[lane] as number;
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

  private makeRoom(more: number): void {
    const needed = this.byKey.size + more;
    if (needed > this.id.length) {
      this.grow(Math.max(needed, this.id.length + Math.max(STEP_LANES, this.id.length >>> 2)));
    }
  }

  private grow(lanes: number): void {
    const copy = <T extends Int32Array | Uint32Array | Float64Array>(into: T, from: T): T => {
      into.set(from);
      return into;
    };
    this.id = copy(new Uint32Array(lanes), this.id);
    this.count = copy(new Float64Array(lanes), this.count);
    this.changes = copy(new Uint32Array(lanes), this.changes);
    this.seen = copy(new Int32Array(lanes), this.seen);
    this.chunks = copy(new Uint32Array(lanes), this.chunks);
    this.next = copy(new Int32Array(lanes), this.next);
  }
}

function isCount(value: number): boolean {
  // Nearly all fit 32 bits, where a cut does what a call would.
  return value >= 0 && ((value | 0) === value || (value <= 2 ** 53 && Math.floor(value) === value));
}

function noCount(value: number, of: string): RangeError {
  return new RangeError(`expected a count of goroutines, a whole number from 0 to 2^53, found ${value} (${of})`);
}

function twice({ key }: Stack): RangeError {
  return new RangeError(`stack ${key} twice in one profile`);
}
