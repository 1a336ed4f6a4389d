import type { Stack } from '../profile/stack';
import { firstChange, type Changes } from './runs';
import { ARRAY_BYTES, mapBytes, OBJECT_BYTES, REFERENCE_BYTES } from './size';

/** A stack's lines were others in the profiles before `until`. */
export interface FormerLines {
  readonly until: number;
  readonly stack: Stack;
}

/**
 * The counts of a chunk, one run of changes (runs.ts) a stack. Never changes. Profiles are numbered from 0 within the
 * chunk; a scrape that took none has no number, so nothing here needs to know of gaps. Stacks are in order of id
 * (lanes.ts), each with a slot: its place in the columns.
 */
export class CountColumns {
  constructor(
    /** How many profiles were taken. */
    readonly profiles: number,
    readonly ids: Uint32Array,
    /** By slot: the newest sighting in the chunk. */
    readonly stacks: readonly Stack[],
    /** Slot s has bytes [starts[s], starts[s + 1]). */
    readonly starts: Int32Array,
    /** With one more behind all runs (runs.ts). */
    readonly bytes: Uint8Array,
    /** By slot, oldest first. Few stacks ever have any. */
    private readonly former: ReadonlyMap<number, readonly FormerLines[]>
  ) {}

  get byteLength(): number {
    const { bytes, former, ids, stacks, starts } = this;
    const arrays = ids.byteLength + starts.byteLength + bytes.byteLength + 4 * ARRAY_BYTES;
    return arrays + stacks.length * REFERENCE_BYTES + formerBytes(former) + 2 * OBJECT_BYTES;
  }

  /** The slot of the stack with that id, -1 where the chunk does not have it. */
  find(id: number): number {
    let low = 0;
    let high = this.ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.ids[middle] as number;
      if (found === id) {
        return middle;
      }
      if (found < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Unpacks the changes of a slot's count. */
  read(slot: number, into: Changes): void {
    into.read(this.bytes, this.starts[slot] as number, this.starts[slot + 1] as number);
  }

  /** The first profile that has the slot's stack. */
  firstProfile(slot: number): number {
    return firstChange(this.bytes, this.starts[slot] as number);
  }

  /** The stack with the lines that it had in that profile, which must have it. */
  stackAt(slot: number, profile: number): Stack {
    const former = this.former.get(slot)?.find(({ until }) => until > profile);
    return former?.stack ?? (this.stacks[slot] as Stack);
  }
}

/** What a map of former lines takes, Stack objects apart. */
export function formerBytes(former: ReadonlyMap<number, readonly FormerLines[]>): number {
  return former.size === 0 ? 0 : mapBytes(former.size) + former.size * 3 * OBJECT_BYTES;
}
