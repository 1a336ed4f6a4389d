/** @jest-environment node */
import path from 'node:path';
import { decodeCapture, profilesIn } from '../../testdata/helpers/captures';
import { heapAnswer, type HeapOptions } from '../../src/core/history/answers';
import { HeapHistory } from '../../src/core/history/heapHistory';
import { HEAP_SAMPLE_TYPES, heapProfile } from '../../src/core/profile/heap';
import { normaliseFunction } from '../../src/core/profile/identity';
import { StackInterner } from '../../src/core/profile/interner';
import { runSteps } from '../../src/core/steps';
import { exactRows, pprofReports } from './pprof';

const CASES = profilesIn('captures', 'heap').filter((name) => /heap|allocs/.test(path.basename(name)));

/** One moment of that profile, as the query answers it. */
function rowsOf(name: string, options: Pick<HeapOptions, 'sampleType' | 'order'>) {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  const heap = heapProfile(decodeCapture(name), new StackInterner());
  history.append({ atMs: 1, heap, process: {}, failures: [] });
  const asked: HeapOptions = { groupBy: 'function', values: 'scaled', top: 1e9, ...options };
  const { series } = runSteps(heapAnswer(history.range(0, 2), asked));
  return new Map(series.map(({ name: row, values }) => [row, values[0]!]));
}

describe.each(CASES)('the same as go tool pprof -top: %s', (name) => {
  const reports = pprofReports(path.resolve(__dirname, '../../testdata', name), HEAP_SAMPLE_TYPES);

  test.each(HEAP_SAMPLE_TYPES)('%s, flat and cum', (sampleType) => {
    const rows = exactRows(reports.get(sampleType)!.topExact);
    expect(rows.length).toBeGreaterThan(10);
    const flat = new Map(rows.map(([row, value]) => [row, value] as const).filter(([, value]) => value > 0));
    const cum = new Map(rows.map(([row, , value]) => [row, value] as const).filter(([, value]) => value > 0));
    const [ourFlat, ourCum] = [rowsOf(name, { sampleType, order: 'flat' }), rowsOf(name, { sampleType, order: 'cum' })];
    // Closures that are called from the same place are one stack with us, so only their sum is the same (docs/stacks.md).
    const once = unmistakable([...cum.keys()]);
    expect(once.size).toBeGreaterThan(0.95 * cum.size);
    expect(only(once, ourFlat)).toEqual(only(once, flat));
    expect(only(once, ourCum)).toEqual(only(once, cum));
    expect(normalised(ourFlat)).toEqual(normalised(flat));
  });
});

/** Those that no other of the names is the same as but for what a compiler makes up. */
function unmistakable(names: readonly string[]): ReadonlySet<string> {
  const count = new Map<string, number>();
  names.forEach((name) => count.set(normaliseFunction(name), (count.get(normaliseFunction(name)) ?? 0) + 1));
  return new Set(names.filter((name) => count.get(normaliseFunction(name)) === 1));
}

function only(names: ReadonlySet<string>, values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...values].filter(([name]) => names.has(name)));
}

function normalised(values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  values.forEach((value, name) => {
    const key = normaliseFunction(name);
    sums.set(key, (sums.get(key) ?? 0) + value);
  });
  return sums;
}
