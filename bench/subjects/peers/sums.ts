import type { FrameTable } from './frames';
import { mix } from './mix';

/** Sums by distinct stack: integer hashing in an open table, and a comparison on a hit. */
export class StackSums {
  length = 0;
  total = 0;
  private arena = new Uint32Array(4096);
  /** Location rows of group `g` are those of [start[g], start[g + 1]); what follows is the sample under way. */
  private start = new Uint32Array(SLOTS);
  private hashes = new Int32Array(SLOTS);
  private sums = new Float64Array(SLOTS);
  private slots = new Int32Array(SLOTS);
  private pos = 0;
  private hash = SEED;

  constructor(private readonly frames: FrameTable) {}

  /** Adds the next location of the sample under way. */
  push(id: number): void {
    const row = this.frames.rows.get(id);
    if (this.pos === this.arena.length) {
      const larger = new Uint32Array(this.arena.length * 2);
      larger.set(this.arena);
      this.arena = larger;
    }
    this.arena[this.pos++] = row;
    this.hash = (Math.imul(this.hash, this.frames.power[row] as number) + (this.frames.hash[row] as number)) | 0;
  }

  /** Ends the sample. */
  end(value: number): void {
    this.total += value;
    const { hash, slots } = this;
    const mask = slots.length - 1;
    for (let at = mix(hash) & mask; ; at = (at + 1) & mask) {
      const group = (slots[at] as number) - 1;
      if (group < 0) {
        slots[at] = this.add(hash, value) + 1;
        break;
      }
      if (this.hashes[group] === hash && this.isSame(group)) {
        this.sums[group] = (this.sums[group] as number) + value;
        this.pos = this.start[this.length] as number;
        break;
      }
    }
    this.hash = SEED;
    if (this.length * 2 > this.slots.length) {
      this.grow();
    }
  }

  sum(group: number): number {
    return this.sums[group] as number;
  }

  /** -1 for an empty stack, and for a leaf without symbols. */
  leaf(group: number): number {
    const [first, last] = [this.start[group] as number, this.start[group + 1] as number];
    const row = first < last ? (this.arena[first] as number) : -1;
    const from = this.frames.start[row];
    return from === undefined || from === this.frames.start[row + 1] ? -1 : (this.frames.name[from] as number);
  }

  eachFrame(group: number, visit: (name: string, line: number) => void): void {
    const { names, name, line, start } = this.frames;
    const end = this.start[group + 1] as number;
    for (let i = this.start[group] as number; i < end; i++) {
      const row = this.arena[i] as number;
      const last = start[row + 1] as number;
      for (let frame = start[row] as number; frame < last; frame++) {
        visit(names[name[frame] as number] as string, line[frame] as number);
      }
    }
  }

  private add(hash: number, value: number): number {
    const group = this.length++;
    this.hashes[group] = hash;
    this.sums[group] = value;
    this.start[group + 1] = this.pos;
    return group;
  }

  private isSame(group: number): boolean {
    const { arena } = this;
    const a = this.start[group] as number;
    const b = this.start[this.length] as number;
    const length = this.pos - b;
    if ((this.start[group + 1] as number) - a === length) {
      let i = 0;
      while (i < length && arena[a + i] === arena[b + i]) {
        i++;
      }
      if (i === length) {
        return true;
      }
    }
    return this.hasSameFrames(a, this.start[group + 1] as number, b, this.pos);
  }

  /** Other locations can still be the same frames. */
  private hasSameFrames(a: number, aEnd: number, b: number, bEnd: number): boolean {
    const { arena } = this;
    const { line, name, start } = this.frames;
    const framesOf = (from: number, to: number) => {
      const frames: number[] = [];
      for (let i = from; i < to; i++) {
        const row = arena[i] as number;
        for (let frame = start[row] as number; frame < (start[row + 1] as number); frame++) {
          frames.push(name[frame] as number, line[frame] as number);
        }
      }
      return frames;
    };
    const [left, right] = [framesOf(a, aEnd), framesOf(b, bEnd)];
    return left.length === right.length && left.every((value, i) => value === right[i]);
  }

  private grow(): void {
    const size = this.slots.length * 2;
    this.slots = new Int32Array(size);
    for (let group = 0; group < this.length; group++) {
      let at = mix(this.hashes[group] as number) & (size - 1);
      while (this.slots[at] !== 0) {
        at = (at + 1) & (size - 1);
      }
      this.slots[at] = group + 1;
    }
    this.start = enlarged(this.start, new Uint32Array(size));
    this.hashes = enlarged(this.hashes, new Int32Array(size));
    this.sums = enlarged(this.sums, new Float64Array(size));
  }
}

/** To begin with; the columns are as long as the table, which is never more than half full. */
const SLOTS = 1024;

const SEED = 0x2545f491;

function enlarged<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
