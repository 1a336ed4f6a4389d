import type { Place } from './blockedon';
import type { FrameBook, KnownFunction } from './framebook';
import { eachLine, functionOf } from './frames';
import { frameTable, type FrameTable, type Granularity } from './frametable';
import { StackHasher, withNumber, type NameHash } from './identity';
import type { Profile } from './profile';
import type { Frame, StackKey } from './stack';

/** The stacks of one profile, as a target's `StackInterner` sees them: rows are those of `profile.stacks`. */
export class ProfileStacks {
  /** Frames that count as the same have one number. */
  readonly frameTable: FrameTable;
  /** By function row. */
  private readonly functions: KnownFunction[];
  /** A frame without symbols is of a function without a name: its program counter is no identity. */
  private readonly nameless: KnownFunction;

  constructor(
    readonly profile: Profile,
    private readonly granularity: Granularity,
    book: FrameBook
  ) {
    const { functions, strings } = profile;
    this.functions = Array.from(functions.name, (name, row) =>
      book.function(strings.get(name), strings.get(functions.filename[row] as number))
    );
    this.nameless = book.function('', '');
    this.frameTable = frameTable(profile, granularity, () => Uint32Array.from(this.functions, ({ number }) => number));
  }

  /** The identity of a stack at the granularity. */
  key(row: number): StackKey {
    const hasher = new StackHasher();
    eachLine(this.profile, row, (line, location) => hasher.add(this.hash(line, location)));
    return hasher.key();
  }

  /** The frames of a stack; the same frame is the same object in every profile of the target. */
  framesOf(row: number): Frame[] {
    const result: Frame[] = [];
    eachLine(this.profile, row, (line) => result.push(this.frame(line)));
    return result;
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

  hasFrames(row: number, frames: readonly Frame[]): boolean {
    let i = 0;
    let isSame = true;
    eachLine(this.profile, row, (line) => (isSame &&= frames[i++] === this.frame(line)));
    return isSame && i === frames.length;
  }

  private frame(line: number): Frame {
    const isNameless = functionOf(this.profile, line) < 0;
    return this.function(line).frame(isNameless ? 0 : (this.profile.lines.line[line] as number));
  }

  private function(line: number): KnownFunction {
    return this.functions[functionOf(this.profile, line)] ?? this.nameless;
  }

  private hash(line: number, location: number): NameHash {
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
