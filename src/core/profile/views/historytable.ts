import type { Steps } from '../../steps';
import { Uint32Column } from '../columns';
import { ProfileError } from '../error';
import type { Granularity } from '../frametable';
import type { ValueType } from '../profile';
import type { Frame, Stack } from '../stack';
import { frameKey, named } from './framename';
import { countUp } from '../../sort';
import { checkExact, type FrameNumbers, type StackTable, type Symbols } from './stacktable';
import type { NamedFrame } from './view';

const FRAMES_PER_STEP = 8192;

/**
 * A moment of the history: stacks with one value each, in the order given, those of value 0 left out. It knows no labels,
 * no binaries, no addresses (granularity `addresses` is `lines` here), and of no call whether it was inlined. Throws
 * ProfileError where there are other than as many values as stacks, or they add up beyond 2^53.
 */
export function* historyTableSteps(
  stacks: readonly Stack[],
  values: ArrayLike<number>,
  sampleType: ValueType
): Steps<StackTable> {
  if (stacks.length !== values.length) {
    throw new ProfileError(`${stacks.length} stacks have ${values.length} values`);
  }
  checkExact(values, sampleType);
  const lines = new LineInterner();
  const kept: number[] = [];
  const start = new Uint32Column();
  const locations = new Uint32Column();
  let left = FRAMES_PER_STEP;
  start.push(0);
  for (let row = 0; row < stacks.length; row++) {
    const value = values[row] as number;
    const { frames } = stacks[row] as Stack;
    if (value === 0) {
      continue;
    }
    kept.push(value);
    for (const frame of frames) {
      locations.push(lines.intern(frame));
    }
    start.push(locations.length);
    left -= frames.length;
    if (left <= 0) {
      left = FRAMES_PER_STEP;
      yield;
    }
  }
  const each = countUp(kept.length);
  const length = lines.lines.length;
  return {
    sampleType,
    samples: { length: kept.length, values: Float64Array.from(kept), stack: each, row: each },
    stacks: { length: kept.length, start: start.finish(), locations: locations.finish() },
    // One line a location: what was inlined is not known any more.
    locations: {
      length,
      start: countUp(length + 1),
      lines: countUp(length),
    },
    symbols: new HistorySymbols(lines),
  };
}

/** Numbers frames by function, file and line. Most stacks share their frame objects, so those are looked at first. */
class LineInterner {
  readonly lines: Frame[] = [];
  private readonly byObject = new Map<Frame, number>();
  private readonly byText = new Map<string, number>();

  intern(frame: Frame): number {
    let line = this.byObject.get(frame);
    if (line === undefined) {
      const text = `${frame.function}\0${frame.file}\0${frame.line}`;
      line = this.byText.get(text) ?? this.lines.push(frame) - 1;
      this.byText.set(text, line);
      this.byObject.set(frame, line);
    }
    return line;
  }
}

class HistorySymbols implements Symbols {
  readonly functionOf: Int32Array;
  readonly binaryOf: Int32Array;
  readonly binaries: readonly string[] = [];
  /** A frame of each function. */
  private readonly examples: Frame[] = [];

  constructor(private readonly interner: LineInterner) {
    const known = new Map<string, number>();
    this.functionOf = Int32Array.from(interner.lines, (frame) => {
      const text = `${frame.function}\0${frame.file}`;
      const index = known.get(text) ?? this.examples.push(frame) - 1;
      known.set(text, index);
      return index;
    });
    this.binaryOf = new Int32Array(interner.lines.length).fill(-1);
  }

  get functions(): number {
    return this.examples.length;
  }

  functionName(index: number): string {
    return (this.examples[index] as Frame).function;
  }

  functionFile(index: number): string {
    return (this.examples[index] as Frame).file;
  }

  frames(granularity: Granularity): FrameNumbers {
    return new HistoryFrames(this.interner.lines, granularity);
  }

  labels(): readonly [] {
    return [];
  }

  isZero(): boolean {
    return false;
  }
}

class HistoryFrames implements FrameNumbers {
  readonly ids: Uint32Array;
  /** By frame: a line of it. Names are made when somebody asks. */
  private readonly examples: Frame[] = [];
  private readonly known: NamedFrame[] = [];

  constructor(
    lines: readonly Frame[],
    private readonly granularity: Granularity
  ) {
    const numbers = new Map<string | Frame, number>();
    this.ids = new Uint32Array(lines.length);
    lines.forEach((line, i) => {
      // Lines are different ones already.
      const part = granularity === 'functions' ? line.function : granularity === 'files' ? line.file : line;
      const id = numbers.get(part) ?? this.examples.push(line) - 1;
      numbers.set(part, id);
      this.ids[i] = id;
    });
  }

  get length(): number {
    return this.examples.length;
  }

  frame(id: number): NamedFrame {
    return (this.known[id] ??= named(facts(this.examples[id] as Frame, this.granularity), this.granularity));
  }

  key(id: number): string {
    return frameKey(this.frame(id), '');
  }
}

/** The line of a function would be that of some call in it: only where it begins would be its own, which is not known. */
function facts(frame: Frame, granularity: Granularity) {
  const isWhole = granularity === 'functions' || granularity === 'files';
  return { ...frame, line: isWhole ? 0 : frame.line, lineNumber: frame.line, address: '', binary: '' };
}
