import { PairInterner } from '../profile/pairs';
import type { Frame } from '../profile/stack';
import { ByteStrings } from './byteStrings';
import type { CreatedBy } from './dump';

/** A stack as far as it was read: a node of a tree whose root is the empty stack. */
export type StackNode = number;
export const EMPTY_STACK: StackNode = 0;

/** In the tree, frames that were left out, how many of them is not told. So many that are counted: that number less. */
const UNCOUNTED_GAP = -1;

/** What a finished stack is: goroutines of one stack get the same object. */
export interface FinishedStack {
  readonly frames: readonly Frame[];
  readonly elided: number;
  readonly elidedAt: number;
}

/** Functions, frames and stacks of a dump, each kept once. */
export class FrameStacks {
  private readonly texts = new ByteStrings();
  /** Function and place of a frame, both as numbers in `texts`. */
  private readonly pairs = new PairInterner();
  private readonly frames: Frame[] = [];
  private readonly creators: Array<Map<number, CreatedBy>> = [];
  /** Node and the frame that was called before it. Node numbers are one more than the pair's. */
  private readonly tree = new PairInterner();
  private readonly parents: number[] = [];
  private readonly frameOf: number[] = [];
  private readonly finished = new Map<StackNode, FinishedStack>();

  /** A function's name or a place, `/src/main.go:12`, as a number. */
  text(bytes: Uint8Array, start: number, end: number): number {
    return this.texts.intern(bytes, start, end);
  }

  /** @param place a text, or -1 where none is told. */
  frame(functionText: number, place: number): number {
    const number = this.pairs.intern(functionText, place);
    if (number === this.frames.length) {
      this.frames.push(this.makeFrame(this.texts.get(functionText), place < 0 ? '' : this.texts.get(place)));
    }
    return number;
  }

  push(stack: StackNode, frame: number): StackNode {
    return this.pushEntry(stack, frame);
  }

  /** @param count how many frames are left out; NaN where that is not told. */
  pushGap(stack: StackNode, count: number): StackNode {
    return this.pushEntry(stack, Number.isNaN(count) ? UNCOUNTED_GAP : UNCOUNTED_GAP - count);
  }

  finish(stack: StackNode): FinishedStack {
    let result = this.finished.get(stack);
    if (!result) {
      result = this.framesOf(stack);
      this.finished.set(stack, result);
    }
    return result;
  }

  /** @param goroutine -1 where none is told. */
  createdBy(frame: number, goroutine: number): CreatedBy {
    const ofFrame = (this.creators[frame] ??= new Map());
    let result = ofFrame.get(goroutine);
    if (!result) {
      const at = this.frames[frame] as Frame;
      result = goroutine < 0 ? at : { ...at, goroutine };
      ofFrame.set(goroutine, result);
    }
    return result;
  }

  private pushEntry(stack: StackNode, entry: number): StackNode {
    const node = this.tree.intern(stack, entry) + 1;
    if (node > this.parents.length) {
      this.parents.push(stack);
      this.frameOf.push(entry);
    }
    return node;
  }

  private framesOf(stack: StackNode): FinishedStack {
    const frames: Frame[] = [];
    let elided = 0;
    let afterGap = 0;
    for (let node = stack; node !== EMPTY_STACK; node = this.parents[node - 1] as number) {
      const entry = this.frameOf[node - 1] as number;
      if (entry < 0) {
        elided = entry === UNCOUNTED_GAP ? NaN : UNCOUNTED_GAP - entry;
        afterGap = frames.length;
      } else {
        frames.push(this.frames[entry] as Frame);
      }
    }
    return { frames: frames.reverse(), elided, elidedAt: frames.length - afterGap };
  }

  private makeFrame(name: string, place: string): Frame {
    const colon = place.lastIndexOf(':');
    return {
      // The runtime's own spelling for readers; elsewhere it is a function like any other.
      function: name === 'panic' ? 'runtime.gopanic' : name,
      file: place.slice(0, Math.max(0, colon)),
      line: Number(place.slice(colon + 1)) || 0,
    };
  }
}
