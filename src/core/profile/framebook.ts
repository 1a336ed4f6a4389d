import { hashName, normaliseFunction, type NameHash } from './identity';
import type { Frame } from './stack';

/** One function of one file, as profiles name it. */
export class KnownFunction {
  private readonly frames = new Map<number, Frame>();

  constructor(
    private readonly name: string,
    private readonly file: string,
    /** Of the normalised name: the same number for functions whose names normalise to the same. */
    readonly number: number,
    readonly hash: NameHash,
    readonly fileHash: NameHash
  ) {}

  /** The frame at a line: always the same object. */
  frame(line: number): Frame {
    let frame = this.frames.get(line);
    if (!frame) {
      frame = { function: this.name, file: this.file, line };
      this.frames.set(line, frame);
    }
    return frame;
  }
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
      const { number, hash } = this.identify(normaliseFunction(name));
      known = new KnownFunction(name, file, number, hash, hashName(file));
      files.set(file, known);
    }
    return known;
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
