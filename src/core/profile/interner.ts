import { blockedOn } from './blockedon';
import { hashName, normaliseFunction, StackHasher, type NameHash } from './identity';
import type { Profile } from './profile';
import type { Frame, Stack, StackKey } from './stack';
import { userFrameIndex } from './userframe';

/**
 * The stacks of one target, across its scrapes. A key keeps its `Stack` object for as long as the lines stay the same,
 * so that a reader may compare by reference; a rebuild that moves a line gives a new object.
 */
export class StackInterner {
  private readonly stacks = new Map<StackKey, Stack>();
  private readonly hashes = new Map<string, NameHash>();

  /** The newest sighting of that key. */
  get(key: StackKey): Stack | undefined {
    return this.stacks.get(key);
  }

  get size(): number {
    return this.stacks.size;
  }

  /** The key of each of the profile's distinct stacks (`profile.stacks`), by row. */
  keys(profile: Profile): StackKey[] {
    const { functions, lines, locations, stacks, strings } = profile;
    const hashOf = Array.from(functions.name, (name) => this.hash(strings.get(name)));
    const result: StackKey[] = [];
    for (let stack = 0; stack < stacks.length; stack++) {
      const hasher = new StackHasher();
      for (let i = stacks.start[stack] as number; i < (stacks.start[stack + 1] as number); i++) {
        const location = stacks.locations[i] as number;
        const from = locations.lineStart[location] as number;
        const to = locations.lineStart[location + 1] as number;
        for (let line = from; line < to; line++) {
          const row = lines.function[line] as number;
          hasher.add(row < 0 ? NAMELESS : (hashOf[row] as NameHash));
        }
        if (from === to) {
          hasher.add(NAMELESS);
        }
      }
      result.push(hasher.key());
    }
    return result;
  }

  /** Takes in a sighting: the profile's stack rows that have this key, the one that stands for them first. */
  sight(key: StackKey, profile: Profile, rows: readonly number[]): Stack {
    const known = this.stacks.get(key);
    if (known && rows.some((row) => sameFrames(profile, row, known.frames))) {
      return known;
    }
    const frames = stackFrames(profile, rows[0] as number);
    const names = frames.map((frame) => frame.function);
    const stack: Stack = {
      key,
      frames,
      blockedOn: blockedOn(names),
      userFrame: userFrameIndex(
        names,
        frames.map((frame) => frame.file)
      ),
    };
    this.stacks.set(key, stack);
    return stack;
  }

  private hash(name: string): NameHash {
    let hash = this.hashes.get(name);
    if (!hash) {
      hash = hashName(normaliseFunction(name));
      this.hashes.set(name, hash);
    }
    return hash;
  }
}

/** A frame without symbols: all of them hash alike, for a program counter is no identity. */
const NAMELESS: NameHash = hashName('');

/** The frames of one of the profile's distinct stacks, leaf first, inlined calls each a frame of their own. */
export function stackFrames(profile: Profile, stack: number): Frame[] {
  const result: Frame[] = [];
  eachLine(profile, stack, (line) => {
    result.push({
      function: functionName(profile, line),
      file: fileName(profile, line),
      line: lineNumber(profile, line),
    });
    return true;
  });
  return result;
}

function sameFrames(profile: Profile, stack: number, frames: readonly Frame[]): boolean {
  let i = 0;
  const isSame = eachLine(profile, stack, (line) => {
    const frame = frames[i++];
    return (
      frame !== undefined &&
      frame.line === lineNumber(profile, line) &&
      frame.function === functionName(profile, line) &&
      frame.file === fileName(profile, line)
    );
  });
  return isSame && i === frames.length;
}

/** Calls `visit` with each line row, leaf first (-1: a location without symbols), until it returns false. */
function eachLine(profile: Profile, stack: number, visit: (line: number) => boolean): boolean {
  const { locations, stacks } = profile;
  for (let i = stacks.start[stack] as number; i < (stacks.start[stack + 1] as number); i++) {
    const location = stacks.locations[i] as number;
    const from = locations.lineStart[location] as number;
    const to = locations.lineStart[location + 1] as number;
    if (from === to && !visit(-1)) {
      return false;
    }
    for (let line = from; line < to; line++) {
      if (!visit(line)) {
        return false;
      }
    }
  }
  return true;
}

function functionName(profile: Profile, line: number): string {
  const row = line < 0 ? -1 : (profile.lines.function[line] as number);
  return row < 0 ? '' : profile.strings.get(profile.functions.name[row] as number);
}

function fileName(profile: Profile, line: number): string {
  const row = line < 0 ? -1 : (profile.lines.function[line] as number);
  return row < 0 ? '' : profile.strings.get(profile.functions.filename[row] as number);
}

function lineNumber(profile: Profile, line: number): number {
  return line < 0 ? 0 : (profile.lines.line[line] as number);
}
