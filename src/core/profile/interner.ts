import type { Steps } from '../steps';
import { blockedOn } from './blockedon';
import { FrameBook } from './framebook';
import type { Granularity } from './frametable';
import type { Profile } from './profile';
import { PairInterner } from './pairs';
import { ProfileStacks } from './profilestacks';
import type { Frame, Stack, StackKey } from './stack';
import { userFrameIndex } from './userframe';

/** A stack that this many profiles in a row did not have is forgotten; whoever holds it keeps it. */
const FORGET_AFTER = 256;

/** A stack of the target, and the profile that had it last. */
export interface KnownStack {
  stack: Stack;
  seen: number;
}

/**
 * The stacks of one target, across its scrapes. A key keeps its `Stack` object for as long as the lines stay the same,
 * so that a reader may compare by reference; a rebuild that moves a line gives a new object.
 *
 * What makes two stacks one is the granularity: by default the sequence of normalised function names (identity.ts).
 * `lines` splits a stack by file and line, `files` sees files only, and `addresses` goes down to program counters, whose
 * keys last no longer than the build.
 */
export class StackInterner {
  private readonly known = new Map<StackKey, KnownStack>();
  /** The same by hash, as far as profiles have asked for them: a key's text is made once, not at every scrape. */
  private hashes = new PairInterner();
  private byHash: KnownStack[] = [];
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
  openSteps(profile: Profile): Steps<ProfileStacks> {
    this.profiles++;
    if (this.profiles % FORGET_AFTER === 0) {
      this.forget();
    }
    return ProfileStacks.readSteps(profile, this.granularity, this.book);
  }

  /** Takes in a sighting: the rows of the opened profile's stacks that are one stack, the one to stand for them first. */
  sight(opened: ProfileStacks, rows: ArrayLike<number>): KnownStack {
    const first = rows[0] as number;
    const hasher = opened.hashOf(first);
    const number = this.hashes.intern(hasher.a, hasher.b);
    const known = this.byHash[number] ?? this.known.get(hasher.key());
    if (known && hasAnyFrames(opened, rows, known.stack)) {
      this.byHash[number] = known;
      known.seen = this.profiles;
      return known;
    }
    const frames = opened.framesOf(first);
    const names = frames.map((frame) => frame.function);
    const files = frames.map((frame) => frame.file);
    const stack: Stack = {
      key: known?.stack.key ?? hasher.key(),
      frames,
      blockedOn: blockedOn(names, (frame) => opened.placeOf(first, frame)),
      userFrame: userFrameIndex(names, files),
    };
    return (this.byHash[number] = this.keep(stack));
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
    const known = this.get(stack.key);
    if (!known) {
      return this.keep(stack).stack;
    }
    const { frames } = known;
    return frames.length === stack.frames.length && frames.every((frame, i) => frame === stack.frames[i])
      ? known
      : stack;
  }

  /** The newest sighting of its key, from now on. */
  private keep(stack: Stack): KnownStack {
    const known = this.known.get(stack.key) ?? { stack, seen: 0 };
    known.stack = stack;
    known.seen = this.profiles;
    this.known.set(stack.key, known);
    return known;
  }

  private forget(): void {
    for (const [key, { seen }] of this.known) {
      if (seen <= this.profiles - FORGET_AFTER) {
        this.known.delete(key);
      }
    }
    this.hashes = new PairInterner();
    this.byHash = [];
  }
}

function hasAnyFrames(opened: ProfileStacks, rows: ArrayLike<number>, { frames }: Stack): boolean {
  for (let i = 0; i < rows.length; i++) {
    if (opened.hasFrames(rows[i] as number, frames)) {
      return true;
    }
  }
  return false;
}
