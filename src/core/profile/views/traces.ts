import type { Steps } from '../../steps';
import type { Granularity } from '../frametable';
import { mergeSteps } from './merged';
import { tagsOf, tagUnitsSteps, traceLabels } from './sampletags';
import { bySize, firstSteps } from '../../sort';
import type { FrameNumbers, StackTable } from './stacktable';
import type { NamedFrame, TraceEntry } from './view';

const SAMPLES_PER_STEP = 512;

const SAMPLES_PER_SCAN = 32768;

/**
 * The samples that have a stack, in the table's order, those of the base behind, negative. Where that is more than `top`,
 * the heaviest of them.
 */
export function* tracesSteps(
  [now, base]: readonly [StackTable, StackTable | undefined],
  granularity: Granularity,
  top: number
): Steps<{ rows: TraceEntry[]; count: number }> {
  const tables = base ? [yield* mergeSteps(now), yield* mergeSteps(base)] : [now];
  const all = yield* placesSteps(tables);
  const kept = all.places.length <= top ? all.places : yield* heaviestSteps(all, top);
  const units = yield* tagUnitsSteps(tables);
  const frames = tables.map((table) => table.symbols.frames(granularity));
  const rows: TraceEntry[] = [];
  const behind = tables[0]?.samples.length ?? 0;
  for (const place of kept) {
    const t = place < behind ? 0 : 1;
    const sample = t === 0 ? place : place - behind;
    const table = tables[t] as StackTable;
    rows.push({
      ...stackOf(table, frames[t] as FrameNumbers, table.samples.stack[sample] as number),
      value: all.values[place] as number,
      labels: traceLabels(tagsOf(table, sample, t > 0), units),
    });
    if (rows.length % SAMPLES_PER_STEP === 0) {
      yield;
    }
  }
  return { rows, count: all.places.length };
}

/** Samples of all tables under one number: those of the base behind this table's. */
interface Places {
  readonly values: Float64Array;
  /** Those with a stack. */
  readonly places: readonly number[];
}

function* placesSteps(tables: readonly StackTable[]): Steps<Places> {
  const values = new Float64Array(tables.reduce((sum, { samples }) => sum + samples.length, 0));
  const places: number[] = [];
  let place = 0;
  for (const [t, { samples, stacks }] of tables.entries()) {
    for (let sample = 0; sample < samples.length; sample++, place++) {
      const value = samples.values[sample] as number;
      values[place] = t === 0 ? value : 0 - value;
      const row = samples.stack[sample] as number;
      if ((stacks.start[row] as number) < (stacks.start[row + 1] as number)) {
        places.push(place);
      }
      if (sample % SAMPLES_PER_SCAN === SAMPLES_PER_SCAN - 1) {
        yield;
      }
    }
  }
  return { values, places };
}

function* heaviestSteps({ places, values }: Places, top: number): Steps<number[]> {
  const bySizeThenPlace = (a: number, b: number) => bySize(values[a] as number, values[b] as number) || a - b;
  return (yield* firstSteps(places, top, bySizeThenPlace)).sort((a, b) => a - b);
}

/** Leaf first. All lines of a location but the last were inlined into the next. */
function stackOf({ locations, stacks }: StackTable, numbers: FrameNumbers, row: number) {
  const frames: NamedFrame[] = [];
  const isInlined: boolean[] = [];
  for (let i = stacks.start[row] as number; i < (stacks.start[row + 1] as number); i++) {
    const location = stacks.locations[i] as number;
    const end = locations.start[location + 1] as number;
    for (let at = locations.start[location] as number; at < end; at++) {
      frames.push(numbers.frame(numbers.ids[locations.lines[at] as number] as number));
      isInlined.push(at < end - 1);
    }
  }
  return { frames, isInlined };
}
