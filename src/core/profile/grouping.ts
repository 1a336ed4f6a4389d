import { keepAlive } from '../alive';
import { runSteps, type Steps } from '../steps';
import { EMPTY_PROFILE } from './decode';
import { frameTable, type FrameTable, type Granularity } from './frametable';
import type { Profile, StackColumns } from './profile';

/** Which of the profile's distinct stacks (`profile.stacks`, told apart by location ids) are the same. */
export interface StackGroups {
  readonly length: number;
  /** By row in `profile.stacks`: its group. Groups are numbered in order of first sight. */
  readonly groupOf: Uint32Array;
  /** By group: the first row that belongs to it. */
  readonly representative: Uint32Array;
}

/**
 * Puts together the stacks whose frames are the same at a granularity, inlined calls each a frame of their own. Location
 * ids are no measure: the program counters of one line are several locations, and where a compiler inlined a call two
 * frames are one location.
 */
export function groupStacks(profile: Profile, granularity: Granularity): StackGroups {
  return runSteps(groupSteps(profile, frameTable(profile, granularity)));
}

const STACKS_PER_STEP = 2048;
const NO_FRAMES = frameTable(EMPTY_PROFILE, 'lines');

/** As `groupStacks`, in steps, for frames of the caller's. */
export function* groupSteps(profile: Profile, frames: FrameTable): Steps<StackGroups> {
  const { stacks } = profile;
  const folded = yield* stacks.foldSteps(frames);
  const grouper = new StackGrouper(stacks, frames, folded);
  while (grouper.group(STACKS_PER_STEP)) {
    yield;
  }
  const groups = grouper.finish();
  keepAlive('group', [new StackGrouper(EMPTY_PROFILE.stacks, NO_FRAMES, new Int32Array(0))]);
  return groups;
}

/** Open addressing; frames are compared on every hit. */
class StackGrouper {
  private readonly groupOf: Uint32Array;
  private readonly hashes: Int32Array;
  private readonly representative: Uint32Array;
  private readonly table: Int32Array;
  /** The locations of two stacks that are compared. */
  private readonly first: Uint32Array;
  private readonly second: Uint32Array;
  private length = 0;
  private row = 0;

  constructor(
    private readonly stacks: StackColumns,
    private readonly frames: FrameTable,
    /** By stack: what `foldSteps` makes of it. */
    private readonly folded: Int32Array
  ) {
    const count = stacks.length;
    this.groupOf = new Uint32Array(count);
    this.hashes = new Int32Array(count);
    this.representative = new Uint32Array(count);
    this.table = new Int32Array(2 ** Math.max(4, 33 - Math.clz32(count)));
    this.first = new Uint32Array(stacks.deepest);
    this.second = new Uint32Array(stacks.deepest);
  }

  /** Takes up to `limit` more stacks; false once all are grouped. */
  group(limit: number): boolean {
    const end = Math.min(this.groupOf.length, this.row + limit);
    for (; this.row < end; this.row++) {
      this.groupOf[this.row] = this.groupOfRow(this.row);
    }
    return this.row < this.groupOf.length;
  }

  finish(): StackGroups {
    return {
      length: this.length,
      groupOf: this.groupOf,
      representative: this.representative.slice(0, this.length),
    };
  }

  private groupOfRow(row: number): number {
    const hash = this.hash(row);
    const { table } = this;
    const mask = table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const group = (table[slot] as number) - 1;
      if (group < 0) {
        table[slot] = this.length + 1;
        this.hashes[this.length] = hash;
        this.representative[this.length] = row;
        return this.length++;
      }
      if (this.hashes[group] === hash && this.hasSameFrames(this.representative[group] as number, row)) {
        return group;
      }
    }
  }

  private hash(row: number): number {
    const sum = this.folded[row] as number;
    const hash = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  private hasSameFrames(a: number, b: number): boolean {
    const { ids, start } = this.frames;
    const { first, second } = this;
    const iEnd = this.stacks.read(a, first);
    const jEnd = this.stacks.read(b, second);
    let i = 0;
    let j = 0;
    // How far into the frames of the location in hand.
    let inI = 0;
    let inJ = 0;
    while (i < iEnd && j < jEnd) {
      const atI = (start[first[i] as number] as number) + inI;
      const atJ = (start[second[j] as number] as number) + inJ;
      if (ids[atI] !== ids[atJ]) {
        return false;
      }
      inI++;
      inJ++;
      if (atI + 1 === start[(first[i] as number) + 1]) {
        i++;
        inI = 0;
      }
      if (atJ + 1 === start[(second[j] as number) + 1]) {
        j++;
        inJ = 0;
      }
    }
    return i === iEnd && j === jEnd;
  }
}
