import type { Steps } from '../../steps';
import { bySize } from '../../sort';
import type { TraceEntry } from './view';

const ROWS_PER_STEP = 256;

/**
 * Traces for reading, as opposed to pprof's, which print every sample: those of one stack and labels are added up, and the
 * heaviest come first. Of a difference only what changed is left; there labels do not count, for one side may be a moment
 * of the history, which has none.
 *
 * @param rows all of them: after a cut the sums would lack something
 */
export function* netTracesSteps(
  rows: readonly TraceEntry[],
  { isDifference, top }: { isDifference: boolean; top: number }
): Steps<{ rows: TraceEntry[]; count: number }> {
  const net = new Map<string, TraceEntry>();
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_PER_STEP === ROWS_PER_STEP - 1) {
      yield;
    }
    // Lines move from build to build, and one moment of the history has them as of its newest sighting: names decide.
    const labels = isDifference ? [] : row.labels;
    const key = [...row.frames.map((frame) => frame.function || frame.file), '', ...labels].join('\n');
    const known = net.get(key);
    net.set(key, known ? { ...known, value: known.value + row.value } : { ...row, labels });
  }
  const changed = [...net.values()].filter(({ value }) => value !== 0);
  changed.sort((a, b) => bySize(a.value, b.value));
  return { rows: changed.slice(0, top), count: changed.length };
}
