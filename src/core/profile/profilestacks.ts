import type { Steps } from '../steps';
import type { Place } from './blockedon';
import type { FrameBook, KnownFunction } from './framebook';
import { eachLine, functionOf } from './frames';
import { frameTable, type FrameTable, type Granularity } from './frametable';
import { StackHasher, withNumber, type NameHash } from './identity';
import type { Profile } from './profile';
import type { Frame } from './stack';

const PER_STEP = 2048;

/** The stacks of one profile, as a target's `StackInterner` sees them: rows are those of `profile.stacks`. */
export class ProfileStacks {
  /** Frames that count as the same have one number. */
  readonly frameTable: FrameTable;
  /** By entry of the frame table: its frame, always the same object in every profile of the target, and its hash. */
  private readonly frames: Frame[] = [];
  private readonly hashA: Int32Array;
  private readonly hashB: Int32Array;
  /** The locations of the stack that was read last: whoever asks for a stack's hash asks for its frames next. */
  private readonly stack: Uint32Array;
  private depth = 0;
  private rowRead = -1;

  /** Reads every name once; nothing in what follows looks at a name again. */
  static *readSteps(profile: Profile, granularity: Granularity, book: FrameBook): Steps<ProfileStacks> {
    const { functions, strings } = profile;
    const known: KnownFunction[] = [];
    for (let row = 0; row < functions.length; row++) {
      const file = strings.get(functions.filename[row] as number);
      known.push(book.function(strings.get(functions.name[row] as number), file));
      if (row % PER_STEP === PER_STEP - 1) {
        yield;
      }
    }
    // A frame without symbols is of a function without a name: its program counter is no identity.
    const stacks = new ProfileStacks(profile, granularity, known, book.function('', ''));
    yield;
    for (let location = 0; location < profile.locations.length; location++) {
      stacks.readLocation(location);
      if (location % PER_STEP === PER_STEP - 1) {
        yield;
      }
    }
    return stacks;
  }

  private constructor(
    readonly profile: Profile,
    private readonly granularity: Granularity,
    /** By function row. */
    private readonly functions: readonly KnownFunction[],
    private readonly nameless: KnownFunction
  ) {
    this.frameTable = frameTable(
      profile,
      granularity,
      Uint32Array.from(functions, ({ number }) => number)
    );
    this.hashA = new Int32Array(this.frameTable.ids.length);
    this.hashB = new Int32Array(this.frameTable.ids.length);
    this.stack = new Uint32Array(profile.stacks.deepest);
  }

  /** What makes the key of a stack at the granularity. */
  hashOf(row: number): StackHasher {
    const { frameTable, hashA, hashB, stack } = this;
    const hasher = new StackHasher();
    const depth = this.read(row);
    for (let i = 0; i < depth; i++) {
      const location = stack[i] as number;
      const last = frameTable.start[location + 1] as number;
      for (let entry = frameTable.start[location] as number; entry < last; entry++) {
        hasher.addParts(hashA[entry] as number, hashB[entry] as number);
      }
    }
    return hasher;
  }

  /** The frames of a stack. */
  framesOf(row: number): Frame[] {
    const result: Frame[] = [];
    const { stack } = this;
    const depth = this.read(row);
    for (let i = 0; i < depth; i++) {
      const location = stack[i] as number;
      const last = this.frameTable.start[location + 1] as number;
      for (let entry = this.frameTable.start[location] as number; entry < last; entry++) {
        result.push(this.frames[entry] as Frame);
      }
    }
    return result;
  }

  hasFrames(row: number, expected: readonly Frame[]): boolean {
    const { frames, frameTable, stack } = this;
    const depth = this.read(row);
    let at = 0;
    for (let i = 0; i < depth; i++) {
      const location = stack[i] as number;
      const last = frameTable.start[location + 1] as number;
      for (let entry = frameTable.start[location] as number; entry < last; entry++) {
        if (frames[entry] !== expected[at++]) {
          return false;
        }
      }
    }
    return at === expected.length;
  }

  /** Where in its function a stack's frame is; undefined for one without symbols. */
  placeOf(row: number, frame: number): Place | undefined {
    const { functions, lines } = this.profile;
    let place: Place | undefined;
    let i = 0;
    eachLine(this.profile, row, (line) => {
      const named = functionOf(this.profile, line);
      if (i++ === frame && named >= 0) {
        place = { line: lines.line[line] as number, startLine: functions.startLine[named] as number };
      }
    });
    return place;
  }

  /** Reads a stack's locations into `stack`: returns how many. */
  private read(row: number): number {
    if (row !== this.rowRead) {
      this.depth = this.profile.stacks.read(row, this.stack);
      this.rowRead = row;
    }
    return this.depth;
  }

  private readLocation(location: number): void {
    const { lineStart } = this.profile.locations;
    const [from, to] = [lineStart[location] as number, lineStart[location + 1] as number];
    const first = this.frameTable.start[location] as number;
    const last = this.frameTable.start[location + 1] as number;
    for (let entry = first; entry < last; entry++) {
      const line = from === to ? -1 : from + entry - first;
      const { a, b } = this.frameHash(line, location);
      this.hashA[entry] = a;
      this.hashB[entry] = b;
      this.frames.push(this.frame(line));
    }
  }

  private frame(line: number): Frame {
    const isNameless = functionOf(this.profile, line) < 0;
    return this.function(line).frame(isNameless ? 0 : (this.profile.lines.line[line] as number));
  }

  private function(line: number): KnownFunction {
    return this.functions[functionOf(this.profile, line)] ?? this.nameless;
  }

  private frameHash(line: number, location: number): NameHash {
    const { fileHash, hash } = this.function(line);
    switch (this.granularity) {
      case 'functions':
        return hash;
      case 'files':
        return fileHash;
      case 'lines':
        return withNumber(withNumber(hash, fileHash.a), this.lineNumber(line));
      case 'addresses': {
        const { addressHi, addressLo } = this.profile.locations;
        const address = withNumber(withNumber(hash, addressLo[location] as number), addressHi[location] as number);
        return withNumber(address, this.lineNumber(line));
      }
    }
  }

  private lineNumber(line: number): number {
    return line < 0 ? 0 : (this.profile.lines.line[line] as number);
  }
}
