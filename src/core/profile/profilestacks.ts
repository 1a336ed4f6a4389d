import type { FrameBook } from './framebook';
import { eachLine, frameAt, functionOf } from './frames';
import { frameTable, type FrameTable, type Granularity } from './frametable';
import { hashName, StackHasher, withNumber, type NameHash } from './identity';
import type { Profile } from './profile';
import type { Frame, StackKey } from './stack';

/** A frame without symbols: all of them hash alike, for a program counter is no identity. */
const NAMELESS: NameHash = hashName('');

/** The stacks of one profile, as a target's `StackInterner` sees them: rows are those of `profile.stacks`. */
export class ProfileStacks {
  /** Frames that count as the same have one number. */
  readonly frameTable: FrameTable;
  /** By line row. */
  private readonly frames: Frame[];
  private readonly hashes: NameHash[];
  private readonly noSymbols: Frame;

  constructor(
    readonly profile: Profile,
    private readonly granularity: Granularity,
    book: FrameBook
  ) {
    const { functions, lines, strings } = profile;
    const known = Array.from(functions.name, (name, row) =>
      book.function(strings.get(name), strings.get(functions.filename[row] as number))
    );
    this.frameTable = frameTable(profile, granularity, () => Uint32Array.from(known, ({ number }) => number));
    this.noSymbols = book.frame('', '', 0);
    this.frames = Array.from(lines.function, (_, line) => {
      const frame = frameAt(profile, line);
      return book.frame(frame.function, frame.file, frame.line);
    });
    this.hashes = Array.from(lines.function, (row, line) => {
      const { hash, fileHash } = known[row] ?? { hash: NAMELESS, fileHash: NAMELESS };
      switch (granularity) {
        case 'functions':
          return hash;
        case 'files':
          return fileHash;
        default:
          return withNumber(withNumber(hash, fileHash.a), lines.line[line] as number);
      }
    });
  }

  /** The identity of a stack at the granularity. */
  key(row: number): StackKey {
    const hasher = new StackHasher();
    eachLine(this.profile, row, (line, location) => {
      const hash = line < 0 ? NAMELESS : (this.hashes[line] as NameHash);
      hasher.add(this.granularity === 'addresses' ? this.withAddress(hash, location) : hash);
    });
    return hasher.key();
  }

  /** The frames of a stack; the same frame is the same object in every profile of the target. */
  framesOf(row: number): Frame[] {
    const result: Frame[] = [];
    eachLine(this.profile, row, (line) => result.push(this.frame(line)));
    return result;
  }

  hasFrames(row: number, frames: readonly Frame[]): boolean {
    let i = 0;
    let isSame = true;
    eachLine(this.profile, row, (line) => (isSame &&= frames[i++] === this.frame(line)));
    return isSame && i === frames.length;
  }

  private frame(line: number): Frame {
    return functionOf(this.profile, line) < 0 ? this.noSymbols : (this.frames[line] as Frame);
  }

  private withAddress(hash: NameHash, location: number): NameHash {
    const { addressHi, addressLo } = this.profile.locations;
    return withNumber(withNumber(hash, addressLo[location] as number), addressHi[location] as number);
  }
}
