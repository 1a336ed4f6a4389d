import { blockedOn } from './blockedon';
import { FrameBook } from './framebook';
import type { Granularity } from './frametable';
import type { Profile } from './profile';
import { ProfileStacks } from './profilestacks';
import type { Frame, Stack, StackKey } from './stack';
import { userFrameIndex } from './userframe';

/** A stack that this many profiles in a row did not have is forgotten; whoever holds it keeps it. */
const FORGET_AFTER = 256;

/**
 * The stacks of one target, across its scrapes. A key keeps its `Stack` object for as long as the lines stay the same,
 * so that a reader may compare by reference; a rebuild that moves a line gives a new object.
 *
 * What makes two stacks one is the granularity: by default the sequence of normalised function names (identity.ts).
 * `lines` splits a stack by file and line, `files` sees files only, and `addresses` goes down to program counters, whose
 * keys last no longer than the build.
 */
export class StackInterner {
  private readonly known = new Map<StackKey, { stack: Stack; seen: number }>();
  private readonly book = new FrameBook();
  private profiles = 0;

  constructor(readonly granularity: Granularity = 'functions') {}

  /** The newest sighting of that key. */
  get(key: StackKey): Stack | undefined {
    return this.known.get(key)?.stack;
  }

  get size(): number {
    return this.known.size;
  }

  /** Begins with one more profile. */
  open(profile: Profile): ProfileStacks {
    this.profiles++;
    if (this.profiles % FORGET_AFTER === 0) {
      this.forget();
    }
    return new ProfileStacks(profile, this.granularity, this.book);
  }

  /** Takes in a sighting: the rows of the opened profile's stacks that are one stack, the one to stand for them first. */
  sight(opened: ProfileStacks, rows: readonly number[]): Stack {
    const [first = 0] = rows;
    const key = opened.key(first);
    const known = this.known.get(key);
    if (known && rows.some((row) => opened.hasFrames(row, known.stack.frames))) {
      known.seen = this.profiles;
      return known.stack;
    }
    const frames = opened.framesOf(first);
    const names = frames.map((frame) => frame.function);
    const files = frames.map((frame) => frame.file);
    const wait = blockedOn(names, (frame) => opened.placeOf(first, frame));
    const stack: Stack = { key, frames, blockedOn: wait, userFrame: userFrameIndex(names, files) };
    this.known.set(key, { stack, seen: this.profiles });
    return stack;
  }

  /** The frame of the target at that line: always the same object. */
  frame(name: string, file: string, line: number): Frame {
    return this.book.function(name, file).frame(line);
  }

  /**
   * Takes in a stack that was kept elsewhere, whose frames this interner gave. It counts as seen now where its key is new;
   * else the known one stays the newest, and stands for this one too where the lines are the same.
   */
  adopt(stack: Stack): Stack {
    const known = this.known.get(stack.key)?.stack;
    if (!known) {
      this.known.set(stack.key, { stack, seen: this.profiles });
      return stack;
    }
    const { frames } = known;
    return frames.length === stack.frames.length && frames.every((frame, i) => frame === stack.frames[i])
      ? known
      : stack;
  }

  private forget(): void {
    for (const [key, { seen }] of this.known) {
      if (seen <= this.profiles - FORGET_AFTER) {
        this.known.delete(key);
      }
    }
  }
}
