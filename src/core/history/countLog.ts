import type { Stack } from '../profile/stack';
import type { GoroutineCounts } from '../scrape';
import { ByteReader, ByteWriter } from './bytes';
import { CountColumns, formerBytes, type FormerLines } from './countColumns';
import type { Differences, Lanes } from './lanes';
import { CHUNK_ROWS, MAX_CHANGE_BYTES, writeChange, writeEnd } from './runs';
import { ARRAY_BYTES, REFERENCE_BYTES } from './size';

/** A lane and a count as varints. */
const MAX_ENTRY_BYTES = 5 + 8;

/**
 * The counts of the chunk that is being filled, a record a profile: for each stack whose count is another than before,
 * its lane (as the distance from the one before, zigzag) and its count. What did not change costs a comparison.
 */
export class CountLog {
  private readonly log = new ByteWriter();
  /** Where the record of each profile ends. */
  private readonly ends = new Uint32Array(CHUNK_ROWS);
  private profiles = 0;
  /** Lanes that have a count in this chunk, in order of their first. */
  private readonly members: number[] = [];
  /** Of them, those that the newest profile has. */
  private alive = 0;
  /** By lane. */
  private readonly former = new Map<number, FormerLines[]>();
  /** What Stack objects take that only this chunk and older ones refer to. */
  formerStackBytes = 0;

  constructor(private readonly lanes: Lanes) {
    lanes.open();
  }

  /** Stack objects apart. */
  get byteLength(): number {
    const { ends, former, log, members } = this;
    return log.byteLength + ends.byteLength + 2 * ARRAY_BYTES + members.length * REFERENCE_BYTES + formerBytes(former);
  }

  /** Takes in a profile with what `Lanes.find` found, which was asked since the last profile and since this log began. */
  append({ counts, stacks }: GoroutineCounts, differences: Differences): void {
    const { lanes, log } = this;
    // The lanes' columns stay where they are, for `find` has made room.
    const { count: known, stack: sighted } = lanes;
    let before = 0;
    const record = (lane: number, count: number) => {
      log.reserve(MAX_ENTRY_BYTES);
      const step = lane - before;
      log.varint(step < 0 ? -2 * step - 1 : 2 * step);
      log.varint(count);
      before = lane;
      this.set(lane, count);
    };
    for (let i = 0; i < differences.length; i++) {
      const place = differences.place[i] as number;
      const count = counts[place] as number;
      let lane = differences.lane[i] as number;
      if (count === 0) {
        // Named but not there: as if it was not named.
        if (lane >= 0 && known[lane] !== 0) {
          record(lane, 0);
        }
        continue;
      }
      const stack = stacks[place] as Stack;
      if (lane < 0) {
        lane = lanes.add(stack);
      } else if (sighted[lane] !== stack) {
        this.move(lane, stack);
      }
      if (known[lane] !== count) {
        record(lane, count);
      }
    }
    if (this.alive !== differences.present) {
      for (const lane of this.members) {
        if (known[lane] !== 0 && lanes.seen[lane] !== lanes.mark) {
          record(lane, 0);
        }
      }
    }
    this.ends[this.profiles++] = log.length;
  }

  /** All profiles so far as columns. */
  columns(): CountColumns {
    const { id, changes } = this.lanes;
    const lanes = Uint32Array.from(this.members).sort((a, b) => (id[a] as number) - (id[b] as number));
    const entries = this.entriesByLane();
    const runs = new ByteWriter();
    const starts = new Int32Array(lanes.length + 1);
    const former = new Map<number, readonly FormerLines[]>();
    lanes.forEach((lane, slot) => {
      const end = entries.ends[lane] as number;
      const start = end - (changes[lane] as number);
      runs.reserve((end - start) * MAX_CHANGE_BYTES);
      let [profile, count] = [-1, 0];
      for (let entry = start; entry < end; entry++) {
        const at = entries.profile[entry] as number;
        const now = entries.count[entry] as number;
        writeChange(runs, at - profile - 1, now - count);
        [profile, count] = [at, now];
      }
      starts[slot + 1] = runs.length;
      const lines = this.former.get(lane);
      if (lines) {
        former.set(slot, [...lines]);
      }
    });
    writeEnd(runs);
    const stacks = Array.from(lanes, (lane) => this.lanes.stack[lane] as Stack);
    const ids = lanes.map((lane) => id[lane] as number);
    return new CountColumns(this.profiles, ids, stacks, starts, runs.written.slice(), former);
  }

  /** The records turned over: the entries of a lane side by side, up to `ends[lane]`, by profile. */
  private entriesByLane(): { ends: Uint32Array; profile: Uint16Array; count: Float64Array } {
    const { changes } = this.lanes;
    const ends = new Uint32Array(changes.length);
    let total = 0;
    for (const lane of this.members) {
      ends[lane] = total;
      total += changes[lane] as number;
    }
    const [profile, count] = [new Uint16Array(total), new Float64Array(total)];
    const reader = new ByteReader(this.log.written);
    for (let at = 0; at < this.profiles; at++) {
      const end = this.ends[at] as number;
      let lane = 0;
      while (reader.at < end) {
        const step = reader.varint();
        lane += step & 1 ? -((step + 1) / 2) : step / 2;
        const entry = ends[lane] as number;
        profile[entry] = at;
        count[entry] = reader.varint();
        ends[lane] = entry + 1;
      }
    }
    return { ends, profile, count };
  }

  private set(lane: number, count: number): void {
    const { lanes } = this;
    if (lanes.count[lane] === 0) {
      this.alive++;
    } else if (count === 0) {
      this.alive--;
    }
    lanes.count[lane] = count;
    lanes.changes[lane] = (lanes.changes[lane] as number) + 1;
    if (lanes.changes[lane] === 1) {
      this.members.push(lane);
      lanes.hold(lane);
    }
  }

  private move(lane: number, stack: Stack): void {
    const { lanes } = this;
    if (lanes.changes[lane] !== 0) {
      const lines = this.former.get(lane) ?? [];
      lines.push({ until: this.profiles, stack: lanes.stack[lane] as Stack });
      this.former.set(lane, lines);
    }
    this.formerStackBytes += lanes.move(lane, stack);
  }
}
