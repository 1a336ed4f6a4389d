import { hashName, normaliseFunction, type NameHash } from './identity';
import type { Frame } from './stack';

/** One function as profiles name it: its normalised name as a number and a hash. */
interface KnownFunction {
  /** The same for functions whose names normalise to the same. */
  readonly number: number;
  readonly hash: NameHash;
  readonly fileHash: NameHash;
  /** By line. */
  readonly frames: Map<number, Frame>;
}

/**
 * The functions and frames of one target across its profiles. Each name is normalised and hashed once, not at every
 * scrape, and a frame is one object wherever it is seen, so that frames may be compared by reference.
 */
export class FrameBook {
  /** By name, then by file. */
  private readonly functions = new Map<string, Map<string, KnownFunction>>();
  private readonly normalised = new Map<string, { number: number; hash: NameHash }>();

  function(name: string, file: string): KnownFunction {
    let files = this.functions.get(name);
    if (!files) {
      files = new Map();
      this.functions.set(name, files);
    }
    let known = files.get(file);
    if (!known) {
      known = { ...this.identify(normaliseFunction(name)), fileHash: hashName(file), frames: new Map() };
      files.set(file, known);
    }
    return known;
  }

  frame(name: string, file: string, line: number): Frame {
    const { frames } = this.function(name, file);
    let frame = frames.get(line);
    if (!frame) {
      frame = { function: name, file, line };
      frames.set(line, frame);
    }
    return frame;
  }

  private identify(normalised: string): { number: number; hash: NameHash } {
    let known = this.normalised.get(normalised);
    if (!known) {
      known = { number: this.normalised.size, hash: hashName(normalised) };
      this.normalised.set(normalised, known);
    }
    return known;
  }
}
