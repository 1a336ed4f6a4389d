import type { Steps } from '../../steps';
import type { Granularity } from '../frametable';
import { FrameNodes, LINES_PER_NAME } from './framenodes';
import { rowValues } from './rowvalues';
import { byText, countUp, sortSteps } from '../../sort';
import type { StackTable } from './stacktable';
import type { NamedFrame } from './view';

/** The stacks of some tables, written out from the root on. Columns, by row; a stack without a value is no row. */
export interface Paths {
  /** In order of name. */
  readonly frames: readonly NamedFrame[];
  readonly length: number;
  /** Row i has `steps[start[i], start[i + 1])`: indexes in `frames`, so that a lower one comes first by name. */
  readonly start: Uint32Array;
  readonly steps: Uint32Array;
  /** Which table it is of, */
  readonly side: Uint8Array;
  /** and its sum there. */
  readonly value: Float64Array;
}

const LINES_PER_STEP = 32_768;

export function* pathsSteps(tables: readonly StackTable[], granularity: Granularity): Steps<Paths> {
  const nodes = new FrameNodes();
  const parts: Part[] = [];
  for (const table of tables) {
    const part = yield* countSteps(table);
    yield;
    parts.push(part);
  }
  const length = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const start = new Uint32Array(length + 1);
  const steps = new Uint32Array(parts.reduce((sum, { lines }) => sum + lines, 0));
  const side = new Uint8Array(length);
  const value = new Float64Array(length);
  let row = 0;
  let at = 0;
  for (const [i, { rows, sums, table }] of parts.entries()) {
    const of = nodes.of(table, granularity);
    const { locations, stacks } = table;
    let left = LINES_PER_STEP;
    yield;
    for (const stack of rows) {
      const before = { at, named: nodes.length };
      for (let j = (stacks.start[stack + 1] as number) - 1; j >= (stacks.start[stack] as number); j--) {
        const location = stacks.locations[j] as number;
        for (let k = (locations.start[location + 1] as number) - 1; k >= (locations.start[location] as number); k--) {
          steps[at++] = of.of(locations.lines[k] as number);
        }
      }
      side[row] = i;
      value[row] = sums[stack] as number;
      start[++row] = at;
      left -= at - before.at + LINES_PER_NAME * (nodes.length - before.named);
      if (left <= 0) {
        left = LINES_PER_STEP;
        yield;
      }
    }
  }
  return { frames: yield* nameOrderSteps(nodes.frames, steps), length, start, steps, side, value };
}

/** What there is of one table. */
interface Part {
  readonly table: StackTable;
  /** In `table.stacks`: those with a value. */
  readonly rows: Uint32Array;
  readonly sums: Float64Array;
  /** Of all of them together. */
  readonly lines: number;
}

function* countSteps(table: StackTable): Steps<Part> {
  const { locations, stacks } = table;
  const { hasValue, sums } = rowValues(table);
  yield;
  const rows = new Uint32Array(stacks.length);
  let length = 0;
  let lines = 0;
  let left = LINES_PER_STEP;
  for (let row = 0; row < stacks.length; row++) {
    if (!hasValue[row]) {
      continue;
    }
    rows[length++] = row;
    const end = stacks.start[row + 1] as number;
    for (let i = stacks.start[row] as number; i < end; i++) {
      const location = stacks.locations[i] as number;
      lines += (locations.start[location + 1] as number) - (locations.start[location] as number);
      left--;
    }
    if (left <= 0) {
      left = LINES_PER_STEP;
      yield;
    }
  }
  return { table, rows: rows.subarray(0, length), sums, lines };
}

/** Puts frames in order of name, and has the steps name them by their new places. */
function* nameOrderSteps(frames: readonly NamedFrame[], steps: Uint32Array): Steps<NamedFrame[]> {
  const nameOf = (frame: number) => (frames[frame] as NamedFrame).name;
  const order = yield* sortSteps([...countUp(frames.length)], (a, b) => byText(nameOf(a), nameOf(b)) || a - b);
  const place = new Uint32Array(frames.length);
  order.forEach((frame, i) => (place[frame] = i));
  yield;
  for (let from = 0; from < steps.length; from += LINES_PER_STEP) {
    const to = Math.min(steps.length, from + LINES_PER_STEP);
    for (let i = from; i < to; i++) {
      steps[i] = place[steps[i] as number] as number;
    }
    yield;
  }
  return order.map((frame) => frames[frame] as NamedFrame);
}
