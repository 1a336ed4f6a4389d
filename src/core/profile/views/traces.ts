import type { Steps } from '../../steps';
import type { Granularity } from '../frametable';
import { mergeSteps } from './merged';
import { tagsOf, tagUnitsSteps, traceLabels } from './sampletags';
import { bySize, sortSteps } from './sort';
import type { FrameNumbers, StackTable } from './stacktable';
import type { NamedFrame, TraceEntry } from './view';

const SAMPLES_PER_STEP = 512;

/** A sample of this table (0) or of the base (1). */
type Place = readonly [table: number, sample: number];

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
  const places = tables.flatMap((table, t) => withStack(table).map((sample): Place => [t, sample]));
  yield;
  const kept = places.length <= top ? places : yield* heaviestSteps(tables, places, top);
  const units = yield* tagUnitsSteps(tables);
  const frames = tables.map((table) => table.symbols.frames(granularity));
  const rows: TraceEntry[] = [];
  for (const [t, sample] of kept) {
    const table = tables[t] as StackTable;
    const value = table.samples.values[sample] as number;
    rows.push({
      ...stackOf(table, frames[t] as FrameNumbers, table.samples.stack[sample] as number),
      value: t === 0 ? value : 0 - value,
      labels: traceLabels(tagsOf(table, sample, t > 0), units),
    });
    if (rows.length % SAMPLES_PER_STEP === 0) {
      yield;
    }
  }
  return { rows, count: places.length };
}

function withStack({ samples, stacks }: StackTable): number[] {
  return [...samples.stack.keys()].filter((sample) => {
    const row = samples.stack[sample] as number;
    return (stacks.start[row] as number) < (stacks.start[row + 1] as number);
  });
}

function* heaviestSteps(tables: readonly StackTable[], places: readonly Place[], top: number): Steps<Place[]> {
  const value = ([t, sample]: Place) => tables[t]?.samples.values[sample] ?? 0;
  const ranked = yield* sortSteps(places, (a, b) => bySize(value(a), value(b)));
  return ranked.slice(0, top).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
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
